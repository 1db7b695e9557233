using OpenGradient.Primitives;
using OpenGradient.Zk;

namespace OpenGradient.Gateway;

/// <summary>The profile of a proof, as requests and commands name it; the default where nothing is said.</summary>
public static class ProfileNames
{
    /// <summary>What a name stands for.</summary>
    /// <param name="name">The name; null and the empty one are the default.</param>
    /// <param name="subject">Where it stands, for the error.</param>
    /// <exception cref="InvalidInputException">There is no such name.</exception>
    public static ProofProfile Read(string? name, string subject) =>
        string.IsNullOrEmpty(name) ? ProofProfile.Quadratic
        : ProofProfiles.TryParse(name, out ProofProfile profile) ? profile
        : throw new InvalidInputException(InvalidInputKind.Invalid, subject, "This is quadratic, cubic, quadratic-blake3 or cubic-blake3.");
}
