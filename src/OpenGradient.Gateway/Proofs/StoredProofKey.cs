using OpenGradient.Primitives;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Gateway;

/// <summary>A commitment to a model's weights.</summary>
/// <param name="Program">The Program of the model.</param>
/// <param name="HasBlake3">Whether its tree is of BLAKE3, as in the profiles with that hash, and not of Keccak-256.</param>
/// <param name="Quadratic">Its proof key in the profile of 100 bits with that hash.</param>
/// <param name="Cubic">That in the profile of 128 bits.</param>
/// <param name="ProofCount">In how many proofs it hides the weights; 0 for one that hides nothing.</param>
public sealed record StoredProofKey(ProgramId Program, bool HasBlake3, Digest Quadratic, Digest Cubic, int ProofCount)
{
    /// <summary>What hides the weights; null if nothing does.</summary>
    public HiddenKey? Hidden { get; init; }

    /// <summary>The profile of 100 bits that it is for.</summary>
    public ProofProfile Profile => HasBlake3 ? ProofProfile.QuadraticBlake3 : ProofProfile.Quadratic;

    /// <summary>Whether proofs of a profile can use it.</summary>
    public bool IsFor(ProofProfile profile) => profile.HasBlake3() == HasBlake3;

    /// <summary>The proof key in a profile that it is for.</summary>
    public Digest KeyId(ProofProfile profile) =>
        !IsFor(profile) ? throw new ArgumentException("The profile hashes trees with something else.", nameof(profile)) : profile.IsCubic() ? Cubic : Quadratic;

    /// <summary>All of it but the secret.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("program", JsonValue.String(Program.ToString())),
        (Profile.Name(), JsonValue.String(Quadratic.ToString())),
        (Profile.ToCubic().Name(), JsonValue.String(Cubic.ToString())),
        ("proofs", JsonValue.String(ProofCount.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>What <see cref="ToJson"/> wrote; null for anything else.</summary>
    internal static StoredProofKey? TryRead(JsonValue json) => TryRead(json, ProofProfile.Quadratic) ?? TryRead(json, ProofProfile.QuadraticBlake3);

    private static StoredProofKey? TryRead(JsonValue json, ProofProfile profile) =>
        json.TryGetString("program", out string? program) && Digest.TryParse(program, out Digest id)
        && json.TryGetString(profile.Name(), out string? text) && Digest.TryParse(text, out Digest quadratic)
        && json.TryGetString(profile.ToCubic().Name(), out text) && Digest.TryParse(text, out Digest cubic)
        && json.TryGetString("proofs", out text) && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int proofs)
            ? new(new ProgramId(id), profile.HasBlake3(), quadratic, cubic, proofs)
            : null;
}
