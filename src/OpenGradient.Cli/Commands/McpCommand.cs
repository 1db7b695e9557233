using System.CommandLine;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpenGradient.Cli.Mcp;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Policies;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Client;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og mcp</c>: the models of a node, and the verifier, as tools of the Model Context Protocol.</summary>
internal static class McpCommand
{
    private static readonly Option<Uri> Node = NodeOption.Create();
    private static readonly Option<string?> PolicyFile = PolicyOptions.CreateFile();
    private static readonly Option<string?> For = PolicyOptions.CreatePurpose();
    private static readonly Option<string?> Amount = PolicyOptions.CreateAmount();
    private static readonly Option<string[]> Models = ModelLocator.CreateOption();
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<bool> Http = new("--http") { Description = "Serve Streamable HTTP on 127.0.0.1, for many hosts at once, in place of standard input and output" };
    private static readonly Option<int> Port = NumberOption.Create("--port", "With --http, the TCP port; 0 picks a free one", defaultValue: 8092, least: 0, most: 65535);

    public static Command Create()
    {
        DocumentedCommand command = new(
            "mcp",
            "Serve the Model Context Protocol on standard input and output, or over HTTP: run a model, verify a bundle, explain a receipt, search the hub.",
            "An answer of a model is given out only if its evidence meets the policy, it is about the question, and the receipt commits to it.\n\n"
            + "Examples:\n"
            + "  og mcp\n"
            + "  og mcp --policy agent.yaml --for transfer --amount 100\n"
            + "  og mcp --http --port 8092                   for hosts that take an address: http://127.0.0.1:8092/mcp\n"
            + "  {\"mcpServers\":{\"opengradient\":{\"command\":\"og\",\"args\":[\"mcp\"]}}}     in the settings of an agent")
        { Node, PolicyFile, For, Amount, Models, Data, Http, Port };
        command.SetAction(ServeAsync);
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        OpenGradientOptions options = new()
        {
            Node = arguments.GetValue(Node)!,
            Policy = await PolicyOptions.ReadAsync(arguments.GetValue(PolicyFile), cancellation).ConfigureAwait(false),
            Purpose = PolicyOptions.ReadPurpose(arguments.GetValue(For), arguments.GetValue(Amount)),
            Reexecute = new Reexecutor(ModelLocator.Of(arguments.GetValue(Models), arguments.GetValue(Data)!), cancellation).Run,
        };
        if (options.Policy.For(options.Purpose).DeniesAll)
            await Console.Error.WriteLineAsync("og: run_model will give out nothing: the policy has no rule for this purpose and amount (--for, --amount).").ConfigureAwait(false);
        using OpenGradientClient client = new(options);
        using NodeClient node = new(options.Node);
        McpServerOptions server = new()
        {
            ServerInfo = new Implementation { Name = "opengradient", Version = typeof(McpCommand).Assembly.GetName().Version!.ToString(3) },
            ToolCollection = new ModelTools(client, node, options).Create(),
        };
        await (arguments.GetValue(Http) ? ServeHttpAsync(server, arguments.GetValue(Port), cancellation) : ServeStandardInputAsync(server, cancellation)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>Until the input ends.</summary>
    private static async Task ServeStandardInputAsync(McpServerOptions server, CancellationToken cancellation)
    {
        StdioServerTransport transport = new(server);
        await using (transport.ConfigureAwait(false))
        {
            McpServer running = McpServer.Create(transport, server);
            await using (running.ConfigureAwait(false))
                await running.RunAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Until somebody stops the process.</summary>
    private static async Task ServeHttpAsync(McpServerOptions server, int port, CancellationToken cancellation)
    {
        using TerminationSignals stop = new(cancellation);
        McpHttpServer http = await McpHttpServer.StartAsync(server, port, stop.Token).ConfigureAwait(false);
        await using (http.ConfigureAwait(false))
        {
            Console.WriteLine($"listening on {http.Address}");
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
