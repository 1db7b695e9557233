using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Policies;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Primitives;
using OpenGradient.Proxy;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og proxy</c>: a local endpoint that any agent can use unchanged, and that releases only what it has verified.</summary>
internal static class ProxyCommand
{
    private static readonly Option<int> Port = NumberOption.Create("--port", "TCP port on 127.0.0.1; 0 picks a free one", defaultValue: 8090, least: 0, most: 65535);
    private static readonly Option<Uri> Node = NodeOption.Create();
    private static readonly Option<string?> PolicyFile = PolicyOptions.CreateFile();
    private static readonly Option<string?> For = PolicyOptions.CreatePurpose();
    private static readonly Option<string?> Amount = PolicyOptions.CreateAmount();
    private static readonly Option<string[]> Models = ModelLocator.CreateOption();
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<string?> Store = new("--store") { Description = "Where the bundles of released answers are kept (default: proxy in the data directory)", HelpName = "DIR" };
    private static readonly Option<string?> KeyFile = NodeKeyOption.CreateFile();
    private static readonly Option<string> KeyHeader = NodeKeyOption.CreateHeader();
    private static readonly Argument<string[]> Program = new("command") { Description = "The program and its arguments, behind --", Arity = ArgumentArity.OneOrMore };

    public static Command Create()
    {
        DocumentedCommand run = new(
            "run",
            "Start a program whose OpenAI or Anthropic client talks to a proxy of its own.",
            "Sets OPENAI_BASE_URL and ANTHROPIC_BASE_URL, and keys where none are set. Ends when the program ends, with its exit code.\n\n"
            + "Examples:\n"
            + "  og proxy run -- python agent.py\n"
            + "  og proxy run --policy agent.yaml --for chat -- node agent.mjs")
        { Program, Node, PolicyFile, For, Amount, Models, Data, Store, KeyFile, KeyHeader };
        run.SetAction(RunAsync);

        DocumentedCommand command = new(
            "proxy",
            "Serve the OpenAI and Anthropic APIs and the Open Inference Protocol on 127.0.0.1 in front of a node, and release only answers whose evidence meets the policy.",
            "It puts a nonce into each request, and checks that the receipt is about the request and commits to the answer. Streams are released segment by segment,\n"
            + "or in one piece where the policy asks for a computation to be confirmed. What is refused is answered with 502 and the reason.\n"
            + "A request may say what its answer is for: Inference-Purpose: transfer; amount=250.\n\n"
            + "Examples:\n"
            + "  og proxy\n"
            + "  og proxy --policy agent.yaml --for chat --node http://127.0.0.1:8080\n"
            + "  og proxy --node https://node.example --node-key ~/.config/node.key\n"
            + "  og proxy run -- python agent.py")
        { run, Port, Node, PolicyFile, For, Amount, Models, Data, Store, KeyFile, KeyHeader };
        command.SetAction(ServeAsync);
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using TerminationSignals stop = new(cancellation);
        VerifyingProxy proxy = await StartAsync(arguments, arguments.GetValue(Port), new RelayDisplay(Console.Out), stop.Token).ConfigureAwait(false);
        await using (proxy.ConfigureAwait(false))
        {
            Console.WriteLine($"listening on {proxy.Address}");
            Console.WriteLine($"  OpenAI clients:    base URL {proxy.Address}v1");
            Console.WriteLine($"  Anthropic clients: base URL {proxy.Address.GetLeftPart(UriPartial.Authority)}");
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        VerifyingProxy proxy = await StartAsync(arguments, port: 0, new RelayDisplay(Console.Error), cancellation).ConfigureAwait(false);
        await using (proxy.ConfigureAwait(false))
        {
            string[] command = arguments.GetValue(Program)!;
            ProcessStartInfo info = new(command[0], command[1..]);
            info.Environment.Remove(NodeKeyOption.Variable); // it is the proxy's, not the program's
            info.Environment["OPENAI_BASE_URL"] = $"{proxy.Address}v1";
            info.Environment["ANTHROPIC_BASE_URL"] = proxy.Address.GetLeftPart(UriPartial.Authority);
            foreach (string key in (string[])["OPENAI_API_KEY", "ANTHROPIC_API_KEY"])
            {
                if (!info.Environment.ContainsKey(key))
                    info.Environment[key] = "og-proxy"; // clients want one; the node asks for none
            }

            return await WaitAsync(info, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<int> WaitAsync(ProcessStartInfo info, CancellationToken cancellation)
    {
        Process process;
        try
        {
            process = Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidInputException(InvalidInputKind.NotFound, info.FileName, $"it cannot be started: {Marshal.GetPInvokeErrorMessage(error.NativeErrorCode)}.", error);
        }

        using (process)
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return process.ExitCode;
        }
    }

    private static async Task<VerifyingProxy> StartAsync(ParseResult arguments, int port, RelayDisplay display, CancellationToken cancellation) =>
        await VerifyingProxy.StartAsync(
            new ProxyOptions
            {
                Node = arguments.GetValue(Node)!,
                NodeKey = await NodeKeyOption.ReadAsync(arguments.GetValue(KeyFile), arguments.GetValue(KeyHeader)!, cancellation).ConfigureAwait(false),
                Port = port,
                Policy = await PolicyOptions.ReadAsync(arguments.GetValue(PolicyFile), cancellation).ConfigureAwait(false),
                Purpose = PolicyOptions.ReadPurpose(arguments.GetValue(For), arguments.GetValue(Amount)),
                Reexecute = new Reexecutor(ModelLocator.Of(arguments.GetValue(Models), arguments.GetValue(Data)!), cancellation).Run,
                StoreDirectory = arguments.GetValue(Store) ?? Path.Combine(arguments.GetValue(Data)!, "proxy"),
                Progress = display,
            },
            cancellation).ConfigureAwait(false);
}
