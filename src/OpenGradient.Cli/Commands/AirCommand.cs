using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Twins;
using OpenGradient.Interop;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og receipt verify-air</c>: a verdict over a receipt of another make, AIR v1.</summary>
internal static class AirCommand
{
    private static readonly Argument<string> Receipt = new("receipt") { Description = "The AIR v1 receipt, a tagged COSE_Sign1 (- for standard input)" };
    private static readonly Option<string> Key = new("--key") { Description = "The issuer's Ed25519 key, 32 bytes, known from elsewhere", HelpName = "HEX", Required = true };
    private static readonly Option<string?> Nonce = new("--nonce") { Description = "The nonce that you sent", HelpName = "HEX" };
    private static readonly Option<string?> ModelHash = new("--model-hash") { Description = "The model that you asked for", HelpName = "HEX" };
    private static readonly Option<string?> Platform = new("--platform") { Description = "The platform that you accept: nitro-pcr or tdx-mrtd-rtmr", HelpName = "NAME" };
    private static readonly Option<int?> MaximumAge = new("--max-age") { Description = "How old the receipt may be", HelpName = "SECONDS" };
    private static readonly Option<bool> Production = new("--production") { Description = "Refuse the receipt of an enclave that is tried out (security_mode evaluation)" };
    private static readonly Option<string?> Bundle = new("--bundle") { Description = "The bundle whose twin it is said to be (`og receipt export --form air`): compare every claim with it", HelpName = "FILE" };
    private static readonly Option<string?> Attestation = AirExportOptions.CreateAttestation("The attestation document that it names: whether it binds the key, and what it measured");
    private static readonly Option<string[]> Roots = AirExportOptions.CreateRoots("With --attestation: a root certificate of the platform, in PEM or DER; may be repeated");
    private static readonly Option<bool> Json = new("--json") { Description = "Print the finding for machines" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "verify-air",
            "Check an Attested Inference Receipt (AIR v1) in its four layers: parse, crypto, claims, policy. With --bundle, that it says what our receipt says; with --attestation, that an enclave holds its key.",
            "Exit code 0: all that you asked for holds. 2: something does not, and the layer and code say where. 3: something could not be checked.\n"
            + "Of the document's platform the signatures are checked, not how new its firmware is, nor revocation.\n\n"
            + "Examples:\n"
            + "  og receipt verify-air receipt.cbor --key 197f6b23…\n"
            + "  og receipt verify-air receipt.cbor --key 197f6b23… --nonce deadbeefcafebabe --max-age 600 --platform tdx-mrtd-rtmr\n"
            + "  og receipt verify-air receipt.cbor --key 197f6b23… --bundle bundle.json --attestation nitro.bin --root aws-root.pem")
        { Receipt, Key, Nonce, ModelHash, Platform, MaximumAge, Production, Bundle, Attestation, Roots, Json };
        command.Validators.Add(static result =>
        {
            if (result.GetResult(Roots) is not null && result.GetResult(Attestation) is null)
                result.AddError("--root is about the document of --attestation: name that too.");
        });
        command.SetAction(VerifyAsync);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        byte[] receipt = await UserFile.ReadAsync(arguments.GetValue(Receipt)!, cancellation).ConfigureAwait(false);
        byte[] key = ReadHex("--key", arguments.GetValue(Key));
        if (!Ed25519.IsAcceptableKey(key))
            throw new InvalidInputException(InvalidInputKind.Invalid, "--key", "this is no Ed25519 key: 32 bytes in hexadecimal.");
        AirPolicy policy = new()
        {
            Nonce = arguments.GetValue(Nonce) is { } nonce ? ReadNonce(nonce) : default,
            ModelHash = arguments.GetValue(ModelHash) is { } hash ? ReadDigest(hash) : null,
            Platform = arguments.GetValue(Platform),
            MaximumAgeSeconds = arguments.GetValue(MaximumAge),
            IsProduction = arguments.GetValue(Production),
        };

        AirCompanions companions = await ReadCompanionsAsync(arguments, cancellation).ConfigureAwait(false);

        AirReport report = AirVerifier.Verify(receipt, key, policy, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), companions);

        if (arguments.GetValue(Json))
            Console.WriteLine(AirPrinter.ToJson(report));
        else
            AirPrinter.Print(report);
        return report.IsValid ? ExitCode.Done : report.IsInvalid ? ExitCode.Invalid : ExitCode.Unverifiable;
    }

    private static async Task<AirCompanions> ReadCompanionsAsync(ParseResult arguments, CancellationToken cancellation) => new()
    {
        Bundle = await ReadIfNamedAsync(arguments.GetValue(Bundle), cancellation).ConfigureAwait(false),
        Attestation = await ReadIfNamedAsync(arguments.GetValue(Attestation), cancellation).ConfigureAwait(false),
        Roots = await AirExportOptions.ReadRootsAsync(arguments.GetValue(Roots) ?? [], cancellation).ConfigureAwait(false),
    };

    /// <remarks>No file is not a file of no bytes.</remarks>
    private static async Task<ReadOnlyMemory<byte>?> ReadIfNamedAsync(string? path, CancellationToken cancellation)
    {
        if (path is null)
            return null;
        return await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
    }

    /// <summary>One that no receipt can have, such as an empty variable of a script, would be no demand at all.</summary>
    private static byte[] ReadNonce(string text) => ReadHex("--nonce", text) is { Length: >= 8 and <= 64 } nonce
        ? nonce
        : throw new InvalidInputException(InvalidInputKind.Invalid, "--nonce", "a nonce is 8 to 64 bytes in hexadecimal.");

    private static byte[] ReadHex(string option, string? text)
    {
        try
        {
            return Convert.FromHexString(text ?? "");
        }
        catch (FormatException)
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, option, "this is not hexadecimal.");
        }
    }

    private static Digest ReadDigest(string text) =>
        Digest.TryParse(text, out Digest digest) ? digest : throw new InvalidInputException(InvalidInputKind.Invalid, "--model-hash", "a digest is 64 lower-case hexadecimal digits.");
}
