using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Which inference a dispute is about: what both parties agree on, or there is nothing to judge.</summary>
/// <param name="Program">The Program.</param>
/// <param name="Semantics">The digest of the text that fixes what the Program means.</param>
/// <param name="Inputs">Type, shape and root over the tiles of each input.</param>
/// <param name="Receipt">The trace that the receipt of party a binds, if that is disputed, too; otherwise null.</param>
/// <param name="HasRows">Whether that is the trace of a causal Program, with a leaf for each position.</param>
/// <param name="Answer">The answer of party a, if it is disputed how its tokens were chosen; otherwise null.</param>
internal sealed record DisputeTerms(
    ProgramId Program, Digest Semantics, ImmutableArray<ValueClaim> Inputs, TraceClaim? Receipt = null, bool HasRows = false, DisputedAnswer? Answer = null)
{
    /// <summary>The dispute's name in every message: SHA-256 of the canonical JSON of the terms.</summary>
    public Digest Id { get; } = Digest.Sha256(CanonicalJson.Serialize(Write(Program, Semantics, Inputs, Receipt, HasRows, Answer)));

    /// <summary>The terms of one inference.</summary>
    public static DisputeTerms Of(Program program, IReadOnlyList<Tensor> inputs, TraceClaim? receipt = null, DisputedAnswer? answer = null) =>
        new(program.Id, SemanticsText.Digest, [.. inputs.Select(ValueClaim.Of)], receipt, receipt is not null && program.Sequence is not null, answer);

    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => Write(Program, Semantics, Inputs, Receipt, HasRows, Answer);

    private static JsonValue Write(ProgramId program, Digest semantics, ImmutableArray<ValueClaim> inputs, TraceClaim? receipt, bool hasRows, DisputedAnswer? answer)
    {
        List<(string, JsonValue)> members =
        [
            ("inputs", Json.Array(inputs, static input => input.ToJson())),
            ("program", JsonValue.String(program.ToString())),
            ("protocol", JsonValue.String("dispute-1")),
            ("semantics", Json.Digest(semantics)),
        ];
        if (receipt is { } trace)
            members.Add((hasRows ? "rows" : "receipt", trace.ToJson()));
        if (answer is not null)
            members.Add(("answer", answer.ToJson()));
        return JsonValue.Object([.. members]);
    }
}
