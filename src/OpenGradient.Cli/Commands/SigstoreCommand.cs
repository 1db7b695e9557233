using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Signing;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og sigstore</c>: checks Sigstore bundles, without any network.</summary>
internal static class SigstoreCommand
{
    private const string DigestPrefix = "sha256:";

    private static readonly Argument<string> File = new("file") { Description = "The signed file, or sha256:HEX; in a bundle with an in-toto statement, one of its subjects" };
    private static readonly Option<string> Bundle = new("--bundle") { Description = "The bundle", HelpName = "FILE", Required = true };
    private static readonly Option<string?> TrustRootFile = TrustOptions.CreateTrustRoot();
    private static readonly Option<string?> Identity = TrustOptions.CreateIdentity();
    private static readonly Option<string?> Issuer = TrustOptions.CreateIssuer();
    private static readonly Option<string?> Key = TrustOptions.CreateKey();
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report for machines" };

    public static Command Create()
    {
        DocumentedCommand verify = new(
            "verify",
            "Check a Sigstore bundle offline: signature, certificate, log entry, times and identity.",
            "Bundles 0.1 to 0.3 are read, with entries of both versions of Rekor. Nothing is fetched: whom to trust is in the trust root, and who must have signed is for you to say.\n"
            + "Exit code 0: accepted. 2: something is invalid. 3: something could not be checked. 1: no verdict. The name verify-bundle, with --certificate-identity,\n"
            + "--certificate-oidc-issuer and --trusted-root, is that of the Sigstore conformance suite.\n\n"
            + "Examples:\n"
            + "  og sigstore verify manifest.json --bundle manifest.json.sigstore.json --trust-root trusted_root.json \\\n"
            + "    --identity you@example.org --issuer https://accounts.example.org\n"
            + "  og sigstore verify sha256:MODELID --bundle manifest.json.sigstore.json --trust-root trusted_root.json --identity … --issuer …\n"
            + "  og sigstore verify sha256:9f86… --bundle release.sigstore.json --trust-root trusted_root.json --key release.pub")
        { File, Bundle, TrustRootFile, Identity, Issuer, Key, Json };
        verify.Aliases.Add("verify-bundle");
        verify.SetAction(VerifyAsync);
        return new Command("sigstore", "Check signatures that were made with Sigstore.") { verify };
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        Artifact artifact = await ReadArtifactAsync(arguments.GetValue(File)!, cancellation).ConfigureAwait(false);
        byte[] bytes = await UserFile.ReadAsync(arguments.GetValue(Bundle)!, cancellation).ConfigureAwait(false);
        Signer signer = await ReadSignerAsync(arguments, cancellation).ConfigureAwait(false);
        TrustRoot root = await TrustOptions.ReadTrustRootAsync(arguments.GetValue(TrustRootFile), cancellation).ConfigureAwait(false);
        SigstoreVerdict verdict = SigstoreBundle.TryParse(bytes, out SigstoreBundle? bundle, out EvidenceFault? fault)
            ? SigstoreVerifier.Verify(bundle, artifact, root, signer)
            : new SigstoreVerdict(fault, [], []);
        return Report(artifact, signer, verdict).Print(arguments.GetValue(Json));
    }

    private static async Task<Artifact> ReadArtifactAsync(string fileOrDigest, CancellationToken cancellation)
    {
        if (fileOrDigest.StartsWith(DigestPrefix, StringComparison.Ordinal) && Digest.TryParse(fileOrDigest.AsSpan(DigestPrefix.Length), out Digest digest) && !Path.Exists(fileOrDigest))
            return Artifact.OfSha256(digest);
        return Artifact.OfBytes(await UserFile.ReadAsync(fileOrDigest, cancellation).ConfigureAwait(false));
    }

    private static async Task<Signer> ReadSignerAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string? identity = arguments.GetValue(Identity);
        string? key = arguments.GetValue(Key);
        if (identity is null == key is null)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--identity", "say who must have signed: either --identity and --issuer, or --key.");
        if (key is not null)
            return Signer.OfKey(await TrustOptions.ReadKeyAsync(key, cancellation).ConfigureAwait(false));
        (identity, string issuer) = TrustOptions.RequireIdentity(identity!, arguments.GetValue(Issuer));
        return Signer.OfIdentity(identity, issuer);
    }

    private static EvidenceReport Report(Artifact artifact, Signer signer, SigstoreVerdict verdict)
    {
        ImmutableArray<(string Name, string Value)> facts =
        [
            ("sha256", artifact.Sha256.ToString()),
            ("signer", signer.Key is { } key ? $"key {key.Id}" : $"{signer.Identity} ({signer.Issuer})"),
            .. verdict.LogIndices.Take(1).Select(static index => ("logIndex", index.ToString(CultureInfo.InvariantCulture))),
            .. verdict.Times.Take(1).Select(static time => ("time", $"{time:u}")),
            .. verdict.PredicateType is { } type ? new[] { ("predicate", type) } : [],
        ];
        bool isStatement = verdict.PredicateType is not null;
        string signed = isStatement ? "a statement of this predicate about this file" : "this file";
        return new(
            facts,
            verdict.Fault is { } fault ? [fault] : [],
            [$"The signer signed {signed}, at the time that the log or a timestamp authority of the trust root gives.", "The signature is in a log of the trust root, where everybody can find it."],
            [
                "That the signer meant what the file does, or still means it.",
                "That the identity was not stolen, or that the trust root is the right one.",
                .. isStatement ? new[] { "What the statement says of the file, which was not looked at: that it is good, or that it is not." } : [],
            ]);
    }
}
