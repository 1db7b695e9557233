using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og keys</c>: the keys that a node signs with.</summary>
internal static class KeysCommand
{
    private static readonly Option<Uri> Node = NodeOption.Create();
    private static readonly Option<string> Data = DataOption.Create();

    public static Command Create()
    {
        DocumentedCommand show = new("show", "Show the public keys of a running node: put them into a policy to trust it.", "Examples:\n  og keys show") { Node };
        show.SetAction(ShowAsync);

        DocumentedCommand rotate = new(
            "rotate",
            "Replace the key that signs receipts. The node must be stopped. Older receipts still verify: a bundle brings its key along.",
            "Examples:\n  og keys rotate --data ./data")
        { Data };
        rotate.SetAction(Rotate);

        return new Command("keys", "Show and rotate a node's keys.") { show, rotate };
    }

    private static async Task<int> ShowAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        JsonElement keys = await node.GetJsonAsync(".well-known/inference-receipt-keys", cancellation).ConfigureAwait(false);
        Console.WriteLine(JsonSerializer.Serialize(keys, JsonOutput.Indented));
        return ExitCode.Done;
    }

    private static int Rotate(ParseResult arguments)
    {
        (Digest old, Digest fresh) = NodeKeys.Rotate(arguments.GetValue(Data)!, TimeProvider.System);
        Console.WriteLine($"retired {old}");
        Console.WriteLine($"current {fresh}");
        return ExitCode.Done;
    }
}
