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
    public static async Task<int> Main(string[] args)
    {
        InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            RootCommand root = CreateRoot();
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

    private static RootCommand CreateRoot() => new(OgCommand.InExamples(
        "Host, run and verify AI models: every answer carries evidence that anyone can check offline.\n\n"
        + "Examples:\n"
        + "  og up                                        start a node on http://127.0.0.1:8080\n"
        + "  og run tinychat \"How many km are 5 miles?\"   ask a model; prints the answer and its receipt\n"
        + "  og receipt get ID -o bundle.json             fetch the receipt with its evidence\n"
        + "  og verify bundle.json --reexecute            check it, without any node\n"
        + "  og prove model FILE.onnx --input FILE.json   prove what a model gives"))
    {
        UpCommand.Create(),
        RunCommand.Create(),
        ProxyCommand.Create(),
        McpCommand.Create(),
        VerifyCommand.Create(),
        ReceiptCommand.Create(),
        PolicyCommand.Create(),
        SessionCommand.Create(),
        ModelCommand.Create(),
        OnnxCommand.Create(),
        BenchCommand.Create(),
        TokenizerCommand.Create(),
        TemplateCommand.Create(),
        SigstoreCommand.Create(),
        KeysCommand.Create(),
        AuditCommand.Create(),
        LogCommand.Create(),
        WitnessCommand.Create(),
        DisputeCommand.Create(),
        ProveCommand.Create(),
        ProofCommand.Create(),
    };

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
