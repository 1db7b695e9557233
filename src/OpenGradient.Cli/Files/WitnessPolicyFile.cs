using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Cli.Files;

/// <summary>Files with a policy about logs and witnesses (c2sp.org/tlog-policy).</summary>
internal static class WitnessPolicyFile
{
    /// <exception cref="InvalidInputException">It cannot be read, or is no policy.</exception>
    public static async Task<WitnessPolicy> ReadAsync(string path, CancellationToken cancellation)
    {
        byte[] text = await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
        return WitnessPolicy.TryParse(text, out WitnessPolicy? policy, out string fault)
            ? policy
            : throw new InvalidInputException(InvalidInputKind.Invalid, UserFile.NameOf(path), $"this is no witness policy: {fault}.");
    }
}
