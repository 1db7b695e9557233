using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Which inference a dispute is about: what both parties agree on, or there is nothing to judge.</summary>
/// <param name="Program">The Program.</param>
/// <param name="Semantics">The digest of the text that fixes what the Program means.</param>
/// <param name="Inputs">Header and content digest of each input.</param>
internal sealed record DisputeTerms(ProgramId Program, Digest Semantics, ImmutableArray<TermsInput> Inputs)
{
    /// <summary>The dispute's name in every message: SHA-256 of the canonical JSON of the terms.</summary>
    public Digest Id { get; } = Digest.Sha256(CanonicalJson.Serialize(Write(Program, Semantics, Inputs)));

    /// <summary>The terms of one inference.</summary>
    public static DisputeTerms Of(Program program, IReadOnlyList<Tensor> inputs)
    {
        ImmutableArray<TermsInput> list = [.. inputs.Select(static input => new TermsInput(ValueHeader.Of(input), Digest.Sha256(ValueHeader.Content(input))))];
        return new DisputeTerms(program.Id, SemanticsText.Digest, list);
    }

    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => Write(Program, Semantics, Inputs);

    private static JsonValue Write(ProgramId program, Digest semantics, ImmutableArray<TermsInput> inputs) => JsonValue.Object(
        ("inputs", Json.Array(inputs, static input => JsonValue.Object(
            ("content", Json.Digest(input.Content)), ("header", JsonValue.String(input.Header.Text))))),
        ("program", JsonValue.String(program.ToString())),
        ("protocol", JsonValue.String("dispute-1")),
        ("semantics", Json.Digest(semantics)));
}
