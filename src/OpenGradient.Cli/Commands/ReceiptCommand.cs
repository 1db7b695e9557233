using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og receipt</c>: receipts of a node.</summary>
internal static class ReceiptCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The receipt's id: 64 hexadecimal digits" };
    private static readonly Option<string?> OutputFile = new("--output", "-o") { Description = "Where to write the bundle (default: standard output)", HelpName = "FILE" };
    private static readonly Option<string?> Token = new("--token") { Description = "The disclosure token that came with the answer; needed from another machine", HelpName = "TOKEN" };
    private static readonly Option<int> Limit = NumberOption.Create("--limit", "How many", defaultValue: 20, least: 1, most: 200);
    private static readonly Option<bool> Json = new("--json") { Description = "Print the node's whole answer" };
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand get = new(
            "get",
            "Fetch a receipt with its evidence and disclosures, as one file that `og verify` checks without any node.",
            "Examples:\n"
            + "  og receipt get 4f1c… -o bundle.json")
        { Id, OutputFile, Token, Node };
        get.SetAction(GetAsync);

        DocumentedCommand list = new("list", "List the most recent receipts of a node.", "Examples:\n  og receipt list --limit 5") { Limit, Json, Node };
        list.SetAction(ListAsync);

        return new Command("receipt", "Fetch, list, redact and export receipts.") { get, list, DiscloseCommand.CreateShow(), DiscloseCommand.CreateDisclose(), ExportCommand.Create(), AirCommand.Create() };
    }

    private static async Task<int> GetAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (!ReceiptId.TryParse(arguments.GetValue(Id), out ReceiptId id))
            throw new InvalidInputException(InvalidInputKind.Invalid, "id", $"a receipt's id is 64 lower-case hexadecimal digits: `{OgCommand.Name} receipt list` prints those of a node.");

        using NodeClient node = new(arguments.GetValue(Node)!);
        byte[] bundle = await node.GetAsync($"v1/receipts/{id}", static bytes => Bundle.TryParse(bytes, out _, out _), cancellation, arguments.GetValue(Token)).ConfigureAwait(false);

        string? file = arguments.GetValue(OutputFile);
        await UserFile.WriteAsync(file ?? "-", bundle, cancellation).ConfigureAwait(false);
        if (file is not (null or "-"))
            Console.WriteLine($"{file}: {bundle.Length} bytes. Check it without any node: {OgCommand.Name} verify {file} --reexecute");
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        bool isJson = arguments.GetValue(Json);
        string path = $"v1/receipts?limit={arguments.GetValue(Limit)}";
        foreach (string line in await node.GetJsonAsync(path, receipts => isJson ? [receipts.GetRawText()] : Lines(receipts), cancellation).ConfigureAwait(false))
            Console.WriteLine(line);
        return ExitCode.Done;
    }

    private static string[] Lines(JsonElement receipts) => [.. receipts.EnumerateArray().Select(Line)];

    private static string Line(JsonElement receipt)
    {
        DateTimeOffset issuedAt = DateTimeOffset.FromUnixTimeSeconds(receipt.GetProperty("issuedAt").GetInt64());
        return $"{receipt.Text("id")}  {issuedAt:yyyy-MM-dd HH:mm:ss}Z  {receipt.Text("model")}";
    }
}
