using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Signing;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model verify-signature</c>: whether a model's files are those that somebody signed (OpenSSF Model Signing 1.0).</summary>
internal static class ModelVerifyCommand
{
    private static readonly Argument<string?> Model = new("model") { Description = "A folder, a file, or the name or ModelId of a published model", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> SignatureFile = new("--signature") { Description = "The signature (default: model.sig in the folder, or the one that was kept with the published model)", HelpName = "FILE" };
    private static readonly Option<string?> Key = TrustOptions.CreateKey();
    private static readonly Option<string[]> Chain = new("--certificate-chain") { Description = "PEM certificates to trust: those that signed themselves; may be repeated", HelpName = "FILE" };
    private static readonly Option<string?> TrustRootFile = TrustOptions.CreateTrustRoot();
    private static readonly Option<string?> Identity = TrustOptions.CreateIdentity();
    private static readonly Option<string?> Issuer = TrustOptions.CreateIssuer();
    private static readonly Option<string[]> Ignored = new("--ignore-paths") { Description = "Files or folders that need not be signed; may be repeated", HelpName = "PATH" };
    private static readonly Option<bool> AllowUnsigned = new("--ignore-unsigned-files") { Description = "Accept files that are there and were not signed" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report for machines" };
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand command = new(
            "verify-signature",
            "Check a model's signature (OpenSSF Model Signing 1.0): who signed it, and that its files are the signed ones.",
            "Say whose signature you demand: a key, the roots above a certificate, or an identity. Of a published model (in the data directory, else on the node) the digests in its\n"
            + "manifest are compared, the ones that its ModelId and every receipt stand for; files that were signed and are no part of the published model, such as a README, do not matter then.\n"
            + "Exit code 0: accepted. 2: something is invalid. 3: something could not be checked. 1: no verdict.\n\n"
            + "Examples:\n"
            + "  og model verify-signature ./my-model --key signer.pub\n"
            + "  og model verify-signature my-model --signature model.sig --key signer.pub\n"
            + "  og model verify-signature ./my-model --certificate-chain roots.pem --json\n"
            + "  og model verify-signature ./my-model --trust-root trusted_root.json --identity you@example.org --issuer https://accounts.example.org")
        { Model, SignatureFile, Key, Chain, TrustRootFile, Identity, Issuer, Ignored, AllowUnsigned, Json, Data, Node };
        command.SetAction(VerifyAsync);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        ModelTrust trust = await ReadTrustAsync(arguments, cancellation).ConfigureAwait(false);
        string? model = arguments.GetValue(Model);
        PublishedSignature? published = model is null || Path.Exists(model)
            ? null
            : await PublishedSignature.FindAsync(model, arguments.GetValue(Data)!, arguments.GetValue(Node)!, cancellation).ConfigureAwait(false);
        string? path = arguments.GetValue(SignatureFile) ?? (published is null ? DefaultSignature(model) : null);
        byte[] bytes = path is null ? RequireKept(published) : await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
        if (!ModelSignature.TryParse(bytes, out ModelSignature? signature, out EvidenceFault? malformed))
            return Report(null, published, [malformed], isWhole: true).Print(arguments.GetValue(Json));
        ImmutableArray<EvidenceFault> faults = ModelSignatureVerifier.Check(signature, trust) is { } fault
            ? [fault]
            : CheckFiles(signature.Model, model, published, path, arguments, cancellation);
        bool isWhole = !arguments.GetValue(AllowUnsigned) && arguments.GetValue(Ignored) is not { Length: > 0 };
        return Report(signature, published, faults, isWhole).Print(arguments.GetValue(Json));
    }

    private static async Task<ModelTrust> ReadTrustAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string? key = arguments.GetValue(Key);
        string[] chain = arguments.GetValue(Chain) ?? [];
        string? identity = arguments.GetValue(Identity);
        if ((key is null ? 0 : 1) + (chain.Length == 0 ? 0 : 1) + (identity is null ? 0 : 1) != 1)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--key", "say whose signature you demand: --key, --certificate-chain, or --trust-root with --identity and --issuer.");
        if (key is not null)
            return ModelTrust.OfKey(await TrustOptions.ReadKeyAsync(key, cancellation).ConfigureAwait(false));
        if (identity is not null)
        {
            (identity, string issuer) = TrustOptions.RequireIdentity(identity, arguments.GetValue(Issuer));
            return ModelTrust.OfIdentity(await TrustOptions.ReadTrustRootAsync(arguments.GetValue(TrustRootFile), cancellation).ConfigureAwait(false), identity, issuer);
        }

        string[] texts = await Task.WhenAll(chain.Select(file => UserFile.ReadTextAsync(file, cancellation))).ConfigureAwait(false);
        return ModelTrust.TryOfCertificates(string.Join('\n', texts), TimeProvider.System.GetUtcNow(), out ModelTrust? trust, out EvidenceFault? fault)
            ? trust
            : throw new InvalidInputException(InvalidInputKind.Invalid, "--certificate-chain", fault.Reason);
    }

    private static string? DefaultSignature(string? model)
    {
        string? file = model is null ? null : Path.Combine(Directory.Exists(model) ? model : Path.GetDirectoryName(Path.GetFullPath(model))!, SignatureFiles.Name);
        return File.Exists(file) ? file : throw new InvalidInputException(InvalidInputKind.Invalid, "--signature", $"there is no {SignatureFiles.Name} beside the model: name the signature.");
    }

    private static byte[] RequireKept(PublishedSignature? published) => published?.Signature
        ?? throw new InvalidInputException(InvalidInputKind.Invalid, "--signature", "no signature was kept with the published model: name one.");

    private static ImmutableArray<EvidenceFault> CheckFiles(
        SignedModel signed, string? model, PublishedSignature? published, string? signaturePath, ParseResult arguments, CancellationToken cancellation)
    {
        if (published is not null)
            return SignatureFiles.Compare(signed, published.Manifest);
        if (model is null)
            return [new(EvidenceCode.ModelMissing, "model", "the signature was checked, and no file: name the model.")];
        string[] ignored = [.. arguments.GetValue(Ignored) ?? [], signaturePath!];
        return SignatureFiles.Check(signed, model, ignored, arguments.GetValue(AllowUnsigned), cancellation);
    }

    private static EvidenceReport Report(ModelSignature? signature, PublishedSignature? published, ImmutableArray<EvidenceFault> faults, bool isWhole)
    {
        ImmutableArray<(string Name, string Value)> facts =
        [
            .. signature is null ? [] : new[]
            {
                ("signed", signature.Model.Name),
                ("root", signature.Model.Root.ToString()),
                ("method", SignatureFiles.NameOf(signature.Method)),
                ("resources", signature.Model.Resources.Length.ToString(CultureInfo.InvariantCulture)),
                ("leftOut", string.Join(", ", SignedModel.DefaultIgnoredPaths.Union(signature.Model.IgnoredPaths))),
            },
            .. published is null ? [] : new[] { ("model", published.Manifest.Name), ("modelId", published.Manifest.Id.ToString()) },
        ];
        string undated = signature?.Method == SignatureMethod.Sigstore ? "That the signer still stands by it." : "When it was signed, or that the signer still stands by it.";
        return new(facts, faults, Establishes(published, isWhole), ["That the model is good, safe or what its name says.", undated, .. isWhole ? [] : new[] { "That files which need not be signed are the signer's." }]);
    }

    private static ImmutableArray<string> Establishes(PublishedSignature? published, bool isWhole)
    {
        if (published is not null)
            return ["The signer signed every file of the published model: receipts that name this ModelId are about signed files."];
        const string Signed = "Every file that the signer signed is here, byte for byte.";
        return isWhole ? [Signed, "No other file is, but for those that the signature leaves out."] : [Signed];
    }
}
