using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Signing;

/// <summary>The options that say whose signature is demanded; the names of the reference programs are taken too.</summary>
internal static class TrustOptions
{
    public static Option<string?> CreateKey() => new("--key", "--public-key") { Description = "The signer's public key, as PEM", HelpName = "FILE" };

    public static Option<string?> CreateTrustRoot() => new("--trust-root", "--trusted-root")
    {
        Description = "Whom to trust: a trusted_root.json, got in a way that you trust (default: the variable OG_TRUST_ROOT)",
        HelpName = "FILE",
    };

    public static Option<string?> CreateIdentity() => new("--identity", "--certificate-identity") { Description = "Who must have signed: an e-mail address or URI, to the letter", HelpName = "NAME" };

    public static Option<string?> CreateIssuer() => new("--issuer", "--identity-provider", "--certificate-oidc-issuer") { Description = "Who must have vouched for that identity", HelpName = "URL" };

    /// <summary>Reads a public key.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static async Task<ForeignKey> ReadKeyAsync(string path, CancellationToken cancellation) =>
        ForeignKey.TryParsePem(await UserFile.ReadTextAsync(path, cancellation).ConfigureAwait(false), out ForeignKey? key)
            ? key
            : throw new InvalidInputException(InvalidInputKind.Invalid, path, "this is no PEM file with one PUBLIC KEY on P-256, P-384 or P-521, of RSA or Ed25519.");

    /// <summary>Reads a trust root.</summary>
    /// <exception cref="InvalidInputException">It is none, or there is none.</exception>
    public static async Task<TrustRoot> ReadTrustRootAsync(string? path, CancellationToken cancellation)
    {
        string file = path ?? Environment.GetEnvironmentVariable("OG_TRUST_ROOT")
            ?? throw new InvalidInputException(InvalidInputKind.Invalid, "--trust-root", "name the trusted_root.json of the Sigstore instance that you trust; none is built in, and none is fetched.");
        byte[] bytes = await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        return TrustRoot.TryParse(bytes, out TrustRoot? root, out EvidenceFault? fault)
            ? root
            : throw new InvalidInputException(InvalidInputKind.Malformed, file, fault.ToString());
    }

    /// <summary>An identity and the issuer that goes with it; neither is empty, as a variable that is not set would leave it.</summary>
    /// <exception cref="InvalidInputException">One is missing.</exception>
    public static (string Identity, string Issuer) RequireIdentity(string identity, string? issuer) => identity.Length > 0 && !string.IsNullOrEmpty(issuer)
        ? (identity, issuer)
        : throw new InvalidInputException(InvalidInputKind.Invalid, identity.Length > 0 ? "--issuer" : "--identity", "an identity means nothing without who vouched for it: name the issuer, and the identity.");
}
