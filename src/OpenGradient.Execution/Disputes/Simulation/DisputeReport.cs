using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A simulated dispute from the claims to the verdict.</summary>
/// <param name="Terms">Which inference, as the canonical JSON of the terms.</param>
/// <param name="Dispute">The dispute's id.</param>
/// <param name="Cheat">Who cheated.</param>
/// <param name="Cheating">What the cheat did, in a sentence.</param>
/// <param name="LeafCount">Leaves of the full trace.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Leaf">The place in the trace of the first difference; null if the parties agree.</param>
/// <param name="Step">The step whose leaf belongs there; null if the trace ends there.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Iterations">The iterations of the loops around it, outermost first.</param>
/// <param name="Constants">The names, in the model's file, of the constants that it reads.</param>
/// <param name="Output">Which of its outputs.</param>
/// <param name="Claimed">What the cheat says is there, if it names another leaf: <c>step:3:0@2</c>, or <c>the end</c>; otherwise null.</param>
/// <param name="Within">Where in the expansion of the step the first difference is, if the dispute went there: <c>step:14:0@3 (MatMul)</c>; otherwise null.</param>
/// <param name="Tile">The first tile that differs; null if the dispute did not come to tiles.</param>
/// <param name="Element">The first element that differs; null if the dispute did not come to an element.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record DisputeReport(
    JsonValue Terms,
    Digest Dispute,
    Party Cheat,
    string Cheating,
    int LeafCount,
    ImmutableArray<DisputeMessage> Messages,
    int? Leaf,
    int? Step,
    string? Operator,
    ImmutableArray<int> Iterations,
    ImmutableArray<string> Constants,
    int? Output,
    string? Claimed,
    string? Within,
    int? Tile,
    long? Element,
    Verdict Verdict)
{
    /// <summary>Where in the text the first difference is, for a language model, if the dispute came to a position; otherwise null.</summary>
    public TextPlace? Text { get; init; }

    /// <summary>What is false about the answer, in a sentence, if it is how tokens were chosen or where it ends; otherwise null.</summary>
    public string? Answer { get; init; }

    /// <summary>How many rounds there were.</summary>
    public int RoundCount => Messages.IsEmpty ? 0 : Messages[^1].Round + 1;

    /// <summary>Bytes of all messages.</summary>
    public long TotalBytes => Messages.Sum(static message => (long)message.Bytes.Length);

    /// <summary>Bytes of the largest message of the last round: what the judge sees.</summary>
    public int FinalBytes => Messages.Where(message => message.Round == RoundCount - 1).Max(static message => message.Bytes.Length);
}
