using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Which inference a dispute is about: what both parties agree on, or there is nothing to judge.</summary>
/// <param name="Program">The Program.</param>
/// <param name="Semantics">The digest of the text that fixes what the Program means.</param>
/// <param name="Inputs">Type, shape and root over the tiles of each input.</param>
/// <param name="Receipt">The trace that the receipt of party a binds, if that is disputed, too; otherwise null.</param>
internal sealed record DisputeTerms(ProgramId Program, Digest Semantics, ImmutableArray<ValueClaim> Inputs, TraceClaim? Receipt = null)
{
    /// <summary>The dispute's name in every message: SHA-256 of the canonical JSON of the terms.</summary>
    public Digest Id { get; } = Digest.Sha256(CanonicalJson.Serialize(Write(Program, Semantics, Inputs, Receipt)));

    /// <summary>The terms of one inference.</summary>
    public static DisputeTerms Of(Program program, IReadOnlyList<Tensor> inputs, TraceClaim? receipt = null) =>
        new(program.Id, SemanticsText.Digest, [.. inputs.Select(ValueClaim.Of)], receipt);

    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => Write(Program, Semantics, Inputs, Receipt);

    private static JsonValue Write(ProgramId program, Digest semantics, ImmutableArray<ValueClaim> inputs, TraceClaim? receipt)
    {
        var terms = JsonValue.Object(
            ("inputs", Json.Array(inputs, static input => input.ToJson())),
            ("program", JsonValue.String(program.ToString())),
            ("protocol", JsonValue.String("dispute-1")),
            ("semantics", Json.Digest(semantics)));
        return receipt is { } trace ? JsonValue.Object([.. terms.Members, new("receipt", trace.ToJson())]) : terms;
    }
}
