using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
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
    private const string Protocol = "dispute-1";

    /// <summary>What the receipt of party a says of each output that a step makes, in order; empty if that is not in dispute.</summary>
    public ImmutableArray<ValueClaim> Outputs { get; init; } = [];

    /// <summary>The dispute's name in every message: SHA-256 of the canonical JSON of the terms.</summary>
    public Digest Id => Digest.Sha256(CanonicalJson.Serialize(ToJson()));

    /// <summary>The terms of one inference.</summary>
    public static DisputeTerms Of(Program program, IReadOnlyList<Tensor> inputs, TraceClaim? receipt = null, DisputedAnswer? answer = null) =>
        new(program.Id, SemanticsText.Digest, [.. inputs.Select(ValueClaim.Of)], receipt, receipt is not null && program.Sequence is not null, answer);

    /// <summary>The JSON form.</summary>
    public JsonValue ToJson()
    {
        List<(string, JsonValue)> members =
        [
            ("inputs", Json.Array(Inputs, static input => input.ToJson())),
            ("program", JsonValue.String(Program.ToString())),
            ("protocol", JsonValue.String(Protocol)),
            ("semantics", Json.Digest(Semantics)),
        ];
        if (Receipt is { } trace)
            members.Add((HasRows ? "rows" : "receipt", trace.ToJson()));
        if (!Outputs.IsEmpty)
            members.Add(("outputs", Json.Array(Outputs, static output => output.ToJson())));
        if (Answer is not null)
            members.Add(("answer", Answer.ToJson()));
        return JsonValue.Object([.. members]);
    }

    /// <summary>Reads terms; false if they are none, or spelled otherwise than <see cref="ToJson"/> does.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out DisputeTerms? terms)
    {
        terms = null;
        bool hasRows = value.TryGet("rows", out _);
        TraceClaim? receipt = null;
        ImmutableArray<ValueClaim> outputs = [];
        DisputedAnswer? answer = null;
        ProgramId program = default;
        bool isRead = Json.TryArray(value, "inputs", ReadValue, out ImmutableArray<ValueClaim> inputs)
            && value.TryGetString("program", out string? text) && ProgramId.TryParse(text, out program)
            && (!(hasRows || value.TryGet("receipt", out _)) || TraceClaim.TryReadOptional(value, hasRows ? "rows" : "receipt", out receipt))
            && (!value.TryGet("outputs", out _) || Json.TryArray(value, "outputs", ReadValue, out outputs))
            && (!value.TryGet("answer", out JsonValue? said) || DisputedAnswer.TryRead(said, out answer));
        if (!isRead || !Json.TryDigest(value, "semantics", out Digest semantics))
            return false;
        var read = new DisputeTerms(program, semantics, inputs, receipt, hasRows && receipt is not null, answer) { Outputs = outputs };
        terms = Json.IsSame(read.ToJson(), value) ? read : null;
        return terms is not null;
    }

    private static bool ReadValue(JsonValue value, out ValueClaim claim)
    {
        bool isRead = ValueClaim.TryRead(value, out ValueClaim? read);
        claim = read!;
        return isRead;
    }
}
