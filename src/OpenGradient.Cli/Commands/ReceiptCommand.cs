using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og receipt</c>: receipts of a node.</summary>
internal static class ReceiptCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The receipt's id: 64 hexadecimal digits" };
    private static readonly Option<string?> OutputFile = new("--output", "-o") { Description = "Where to write the bundle (default: standard output)", HelpName = "FILE" };
    private static readonly Option<string?> Token = new("--token") { Description = "The disclosure token that came with the answer; needed from another machine", HelpName = "TOKEN" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many", DefaultValueFactory = static _ => 20, HelpName = "N" };
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

        return new Command("receipt", "Fetch and list receipts.") { get, list };
    }

    private static async Task<int> GetAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (!ReceiptId.TryParse(arguments.GetValue(Id), out ReceiptId id))
            throw new InvalidInputException(InvalidInputKind.Invalid, "id", "a receipt's id is 64 lower-case hexadecimal digits.");

        using NodeClient node = new(arguments.GetValue(Node)!);
        byte[] bundle = await node.GetAsync($"v1/receipts/{id}", cancellation, arguments.GetValue(Token)).ConfigureAwait(false);

        if (arguments.GetValue(OutputFile) is not string file)
        {
            using Stream output = Console.OpenStandardOutput();
            await output.WriteAsync(bundle, cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        }

        await File.WriteAllBytesAsync(file, bundle, cancellation).ConfigureAwait(false);
        Console.WriteLine($"{file}: {bundle.Length} bytes. Check it without any node: og verify {file} --reexecute");
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        JsonElement receipts = await node.GetJsonAsync($"v1/receipts?limit={arguments.GetValue(Limit)}", cancellation).ConfigureAwait(false);
        if (arguments.GetValue(Json))
        {
            Console.WriteLine(receipts.GetRawText());
            return ExitCode.Done;
        }

        foreach (JsonElement receipt in receipts.EnumerateArray())
        {
            DateTimeOffset issuedAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(receipt.GetProperty("issuedAt").ToString()));
            Console.WriteLine($"{TerminalText.OneLine(receipt.GetProperty("id").GetString())}  {issuedAt:yyyy-MM-dd HH:mm:ss}Z  {TerminalText.OneLine(receipt.GetProperty("model").GetString())}");
        }

        return ExitCode.Done;
    }
}
