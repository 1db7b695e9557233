using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Files;

/// <summary>Policies that a person names on the command line.</summary>
internal static class PolicyFiles
{
    /// <summary>The policy of a file; the default one if there is no file.</summary>
    /// <exception cref="InvalidInputException">It is no policy.</exception>
    public static async Task<Policy> ReadAsync(string? file, CancellationToken cancellation)
    {
        if (file is null)
            return Policy.Default;
        byte[] json = await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        return Policy.TryParse(json, out Policy? policy, out string fault)
            ? policy
            : throw new InvalidInputException(InvalidInputKind.Invalid, file, $"this is no policy: {fault} is not as receipt-1 section 5.9 has it.");
    }
}
