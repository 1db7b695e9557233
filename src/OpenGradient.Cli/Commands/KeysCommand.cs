using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Files;
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
    private static readonly Option<bool> Json = new("--json") { Description = "Print the node's whole answer" };
    private static readonly Option<string?> PolicyFile = new("--policy") { Description = "Write a policy that trusts this node and no other (- for standard output)", HelpName = "FILE" };

    public static Command Create()
    {
        DocumentedCommand show = new(
            "show",
            "Show the public keys of a running node, or write a policy that trusts them.",
            "Examples:\n  og keys show\n  og keys show --policy node.policy.json\n  og verify bundle.json --policy node.policy.json")
        { PolicyFile, Json, Node };
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
        if (arguments.GetValue(PolicyFile) is string file)
        {
            await UserFile.WriteAsync(file, await node.GetJsonAsync(KeysPath, NodeKeysText.Policy, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            if (file != "-")
                Console.WriteLine($"{file}: the policy that trusts this node only. {OgCommand.Name} verify bundle.json --policy {file}");
            return ExitCode.Done;
        }

        string[] lines = arguments.GetValue(Json)
            ? [await node.GetJsonAsync(KeysPath, static keys => JsonSerializer.Serialize(keys, JsonOutput.Indented), cancellation).ConfigureAwait(false)]
            : await node.GetJsonAsync(KeysPath, NodeKeysText.Lines, cancellation).ConfigureAwait(false);
        Console.WriteLine(string.Join('\n', lines));
        return ExitCode.Done;
    }

    private static int Rotate(ParseResult arguments)
    {
        (Digest old, Digest fresh) = NodeKeys.Rotate(arguments.GetValue(Data)!, TimeProvider.System);
        Console.WriteLine($"retired {old}");
        Console.WriteLine($"current {fresh}");
        return ExitCode.Done;
    }

    private const string KeysPath = ".well-known/inference-receipt-keys";
}
