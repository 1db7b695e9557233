using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Twins;
using OpenGradient.Interop;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og receipt export</c>: a receipt in the form of others, signed by the node that issued it, or in its enclave.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The receipt's id: 64 hexadecimal digits" };
    private static readonly Option<string> Form = CreateForm();
    private static readonly Option<string?> OutputFile = new("--output", "-o") { Description = "Where to write the twin (default: standard output)", HelpName = "FILE" };
    private static readonly Option<string?> AccountSignature = new("--account-signature") { Description = "For eip712: what your wallet made of the typed data, r ‖ s ‖ v; it is added beside the node's", HelpName = "HEX" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print what was written for machines; needs -o" };
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand export = new(
            "export",
            "Write the twin of a receipt in the form of others: a COSE statement (SCITT) or EIP-712 typed data for contracts and wallets, signed by the node, or an AIR receipt, signed in an enclave.",
            "A twin names the receipt by its id; `og verify` checks it, alone or against the bundle, and `og receipt verify-air` the form air.\n"
            + "An AIR receipt says that an attested enclave answered: it is written only with the enclave's key, and a document in which the platform attests this key and the issuer's.\n"
            + "Nothing in it is a default: what a receipt does not state, and the document does not attest, you measure and name.\n\n"
            + "Examples:\n"
            + "  og receipt export 4f1c… --form cose -o receipt.cose\n"
            + "  og verify receipt.cose --bundle bundle.json\n"
            + "  og receipt export 4f1c… --form eip712 -o receipt.eip712.json\n"
            + "  og receipt export 4f1c… --form eip712 --account-signature 0x12ab… -o receipt.eip712.json\n"
            + "  og receipt export 4f1c… --form air -o receipt.cbor --key enclave.pem --attestation nitro.bin --root aws-root.pem \\\n"
            + "    --execution-time-ms 116 --memory-peak-mb 512 --policy-version policy-2026.11 --security-mode production")
        { Id, Form, OutputFile, AccountSignature, Json, Node };
        foreach (Option option in AirExportOptions.All)
            export.Add(option);
        export.Validators.Add(static result =>
        {
            if (result.GetValue(Json) && result.GetValue(OutputFile) is null or "-")
                result.AddError("--json describes the file that was written: it needs -o FILE.");
            if (result.GetValue(AccountSignature) is not null && result.GetValue(Form) != TwinForm.Eip712.WireName())
                result.AddError("--account-signature is for --form eip712.");
            AirExportOptions.Validate(result, result.GetValue(Form) == TwinForm.Air.WireName());
        });
        export.SetAction(ExportAsync);
        return export;
    }

    private static async Task<int> ExportAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (!ReceiptId.TryParse(arguments.GetValue(Id), out ReceiptId id))
            throw new InvalidInputException(InvalidInputKind.Invalid, "id", $"a receipt's id is 64 lower-case hexadecimal digits: `{OgCommand.Name} receipt list` prints those of a node.");
        using NodeClient node = new(arguments.GetValue(Node)!);
        return arguments.GetValue(Form) == TwinForm.Air.WireName()
            ? await ExportAirAsync(node, id, arguments, cancellation).ConfigureAwait(false)
            : await ExportAsync(node, id, arguments, cancellation).ConfigureAwait(false);
    }

    private static async Task<int> ExportAsync(NodeClient node, ReceiptId id, ParseResult arguments, CancellationToken cancellation)
    {
        string path = $"v1/receipts/{id}/twins/{arguments.GetValue(Form)}";
        byte[] twin = await node.GetAsync(path, bytes => TwinVerifier.Verify(bytes) is { Code: TwinCode.Ok } report && report.Receipt == id, cancellation).ConfigureAwait(false);
        if (arguments.GetValue(AccountSignature) is { } signature)
            twin = AddAccount(twin, signature);
        return await WriteAsync(twin, arguments, TwinPrinter.ToJson(TwinVerifier.Verify(twin)), $"{OgCommand.Name} verify", "", cancellation).ConfigureAwait(false);
    }

    /// <summary>The node gives the bundle; what it says is signed here, by a key that it does not have.</summary>
    private static async Task<int> ExportAirAsync(NodeClient node, ReceiptId id, ParseResult arguments, CancellationToken cancellation)
    {
        byte[] bundle = await node.GetAsync($"v1/receipts/{id}", bytes => IsOf(bytes, id), cancellation, AirExportOptions.TokenOf(arguments)).ConfigureAwait(false);
        SignedAir signed = await AirExportOptions.SignAsync(arguments, bundle, cancellation).ConfigureAwait(false);
        AirReport report = AirVerifier.Verify(signed.Air, signed.PublicKey.Span, new AirPolicy(), nowUnixSeconds: 0, signed.Companions);
        string key = $" --key {Convert.ToHexStringLower(signed.PublicKey.Span)}";
        return await WriteAsync(signed.Air, arguments, AirPrinter.ToJson(report), $"{OgCommand.Name} receipt verify-air", key, cancellation).ConfigureAwait(false);
    }

    private static bool IsOf(byte[] bundle, ReceiptId id) =>
        Bundle.TryParse(bundle, out Bundle? read, out _) && Receipt.TryParse(read.Dsse, out Receipt? receipt, out _) && receipt.Id == id;

    private static async Task<int> WriteAsync(byte[] twin, ParseResult arguments, string json, string command, string options, CancellationToken cancellation)
    {
        string? file = arguments.GetValue(OutputFile);
        await UserFile.WriteAsync(file ?? "-", twin, cancellation).ConfigureAwait(false);
        if (file is not (null or "-"))
            Console.WriteLine(arguments.GetValue(Json) ? json : $"{file}: {twin.Length} bytes. Check it without any node: {command} {file}{options}");
        return ExitCode.Done;
    }

    private static byte[] AddAccount(byte[] twin, string hex)
    {
        byte[] signature = new byte[EthereumAccount.SignatureBytes];
        bool isHex = Convert.FromHexString(hex.AsSpan(hex.StartsWith("0x", StringComparison.Ordinal) ? 2 : 0), signature, out _, out int written) == System.Buffers.OperationStatus.Done && written == signature.Length;
        if (!isHex || !TypedReceipt.TryAddAccount(twin, signature, out byte[] signed, out string address))
            throw new InvalidInputException(InvalidInputKind.Invalid, "--account-signature", "this is not 65 bytes r ‖ s ‖ v in hexadecimal, with a low s and v = 27 or 28.");
        Console.Error.WriteLine($"the signature is that of account {address}: if this is not yours, it was made over something else.");
        return signed;
    }

    private static Option<string> CreateForm()
    {
        Option<string> form = new("--form") { Description = "cose, eip712 or air", HelpName = "FORM", Required = true };
        form.AcceptOnlyFromAmong("cose", "eip712", "air");
        return form;
    }
}
