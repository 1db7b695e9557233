using System.CommandLine;
using System.CommandLine.Invocation;
using OpenGradient.Cli.Commands;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;

namespace OpenGradient.Cli;

/// <summary>The entry of <c>og</c>, the one executable of all roles.</summary>
internal static class Program
{
    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("up", UpCommand.Create),
        ("run", RunCommand.Create),
        ("proxy", ProxyCommand.Create),
        ("mcp", McpCommand.Create),
        ("verify", VerifyCommand.Create),
        ("receipt", ReceiptCommand.Create),
        ("policy", PolicyCommand.Create),
        ("session", SessionCommand.Create),
        ("model", ModelCommand.Create),
        ("onnx", OnnxCommand.Create),
        ("bench", BenchCommand.Create),
        ("tokenizer", TokenizerCommand.Create),
        ("template", TemplateCommand.Create),
        ("sigstore", SigstoreCommand.Create),
        ("keys", KeysCommand.Create),
        ("audit", AuditCommand.Create),
        ("log", LogCommand.Create),
        ("witness", WitnessCommand.Create),
        ("dispute", DisputeCommand.Create),
        ("prove", ProveCommand.Create),
        ("proof", ProofCommand.Create),
    ];

    public static async Task<int> Main(string[] args)
    {
        InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            RootCommand root = CreateRoot(args);
            DocumentedCommand.ShowNotes(root);
            ParseResult arguments = root.Parse(args.Length == 0 ? ["--help"] : args);
            return arguments.Action is ParseErrorAction
                ? UsageError.Print(arguments)
                : await arguments.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception exception) when (Explain(exception) is string sentence)
        {
            await Console.Error.WriteLineAsync($"og: {TerminalText.OneLine(sentence)}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    /// <summary>With the one command that is asked for, if one is: creating the others would compile code that this run never needs.</summary>
    private static RootCommand CreateRoot(string[] args)
    {
        RootCommand root = new(OgCommand.InExamples(
            "Host, run and verify AI models: every answer carries evidence that anyone can check offline.\n\n"
            + "Examples:\n"
            + "  og up                                        start a node on http://127.0.0.1:8080\n"
            + "  og run tinychat \"How many km are 5 miles?\"   ask a model; prints the answer and its receipt\n"
            + "  og receipt get ID -o bundle.json             fetch the receipt with its evidence\n"
            + "  og verify bundle.json --reexecute            check it, without any node\n"
            + "  og prove model FILE.onnx --input FILE.json   prove what a model gives"));
        (string Name, Func<Command> Create)[] asked = [.. Commands.Where(command => args is [string first, ..] && command.Name == first)];
        foreach ((_, Func<Command> create) in asked.Length > 0 ? asked : Commands)
            root.Add(create());
        return root;
    }

    /// <summary>One sentence for what a person can put right; null for a defect of ours, which keeps its stack trace.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        InvalidInputException invalid when invalid.Message.StartsWith(invalid.Subject, StringComparison.OrdinalIgnoreCase) => invalid.Message,
        InvalidInputException invalid => $"{invalid.Subject}: {invalid.Message}",
        NodeException node => node.Message,
        OperationCanceledException => "cancelled",
        FileNotFoundException missing => $"{missing.FileName}: no such file",
        DirectoryNotFoundException or UnauthorizedAccessException or IOException => exception.Message,
        _ => null,
    };
}
