using OpenGradient.Primitives;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Gateway;

/// <summary>A commitment to a model's weights.</summary>
/// <param name="Program">The Program of the model.</param>
/// <param name="Quadratic">Its proof key in the profile quadratic.</param>
/// <param name="Cubic">That in the profile cubic.</param>
/// <param name="ProofCount">In how many proofs it hides the weights; 0 for one that hides nothing.</param>
public sealed record StoredProofKey(ProgramId Program, Digest Quadratic, Digest Cubic, int ProofCount)
{
    /// <summary>What hides the weights; null if nothing does.</summary>
    public HiddenKey? Hidden { get; init; }

    /// <summary>The proof key in a profile.</summary>
    public Digest KeyId(ProofProfile profile) => profile == ProofProfile.Cubic ? Cubic : Quadratic;

    /// <summary>All of it but the secret.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("program", JsonValue.String(Program.ToString())),
        ("quadratic", JsonValue.String(Quadratic.ToString())),
        ("cubic", JsonValue.String(Cubic.ToString())),
        ("proofs", JsonValue.String(ProofCount.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>What <see cref="ToJson"/> wrote; null for anything else.</summary>
    internal static StoredProofKey? TryRead(JsonValue json) =>
        json.TryGetString("program", out string? program) && Digest.TryParse(program, out Digest id)
        && json.TryGetString("quadratic", out string? text) && Digest.TryParse(text, out Digest quadratic)
        && json.TryGetString("cubic", out text) && Digest.TryParse(text, out Digest cubic)
        && json.TryGetString("proofs", out text) && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int proofs)
            ? new(new ProgramId(id), quadratic, cubic, proofs)
            : null;
}
