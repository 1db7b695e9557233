using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
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
    private static readonly Option<bool> Json = new("--json") { Description = "Print the finding for machines" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "verify-air",
            "Check an Attested Inference Receipt (AIR v1) in its four layers: parse, crypto, claims, policy. Says nothing about the enclave: that is in its attestation document.",
            "Exit code 0: it holds. 2: it does not, and the layer and code say where.\n\n"
            + "Examples:\n"
            + "  og receipt verify-air receipt.cbor --key 197f6b23…\n"
            + "  og receipt verify-air receipt.cbor --key 197f6b23… --nonce deadbeefcafebabe --max-age 600 --platform tdx-mrtd-rtmr")
        { Receipt, Key, Nonce, ModelHash, Platform, MaximumAge, Json };
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
        };

        AirFinding finding = AirVerifier.Verify(receipt, key, policy, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

        Console.WriteLine(arguments.GetValue(Json) ? ToJson(finding) : Sentence(finding));
        return finding.Code == AirCode.Ok ? ExitCode.Done : ExitCode.Invalid;
    }

    private static string Sentence(AirFinding finding) => finding.Code == AirCode.Ok
        ? "valid: the key signed these claims, and they have the form of AIR v1\ndoes not establish\n  - That the key lives in an enclave, or that the measurements are its: that is in the attestation document."
        : $"invalid: {finding.Code.WireName()} in layer {(int)finding.Layer}{(finding.Claim.Length > 0 ? $", {finding.Claim}" : "")}";

    private static string ToJson(AirFinding finding) => System.Text.Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("valid", finding.Code == AirCode.Ok ? JsonValue.True : JsonValue.False),
        ("code", JsonValue.String(finding.Code.WireName())),
        ("layer", JsonValue.Number(((int)finding.Layer).ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ("claim", JsonValue.String(finding.Claim)))));

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
