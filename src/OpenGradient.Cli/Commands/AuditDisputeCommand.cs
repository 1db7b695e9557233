using System.CommandLine;
using OpenGradient.Cli.Auditing;
using OpenGradient.Cli.Disputes;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og audit dispute</c>: one receipt, disputed with the node that signed it.</summary>
internal static class AuditDisputeCommand
{
    private static readonly Argument<string> BundleFile = new("bundle") { Description = "The bundle file (- for standard input); it has to disclose input and output" };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Where to write the fraud proof (default: RECEIPT.fraud.json)", HelpName = "FILE" };
    private static readonly Option<string> Directory = AuditOptions.CreateDirectory();
    private static readonly Option<string?> Token = AuditOptions.CreateToken();
    private static readonly Option<int> Patience = AuditOptions.CreatePatience();
    private static readonly Option<string[]> Models = ModelLocator.CreateOption();
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand command = new(
            "dispute",
            "Dispute one receipt with the node that signed it: both go down to the first step, element and term that they compute otherwise.",
            "The fraud proof that a lying node leaves behind convicts it before anybody, offline and without the model (spec/dispute-1.md section 12).\n"
            + "Exit code 2: the node is convicted. 0: the node, the receipt and this auditor say the same. 3: it did not answer, or there was nothing to judge: nobody is convicted by silence.\n\n"
            + "Examples:\n"
            + "  og audit dispute bundle.json --node http://127.0.0.1:8080 -o bundle.fraud.json\n"
            + "  og verify bundle.fraud.json")
        { BundleFile, Output, Directory, Token, Models, Data, Node, Patience };
        command.SetAction(DisputeAsync);
        return command;
    }

    private static async Task<int> DisputeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(BundleFile)!;
        byte[] bytes = await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        using AuditKeys keys = AuditKeys.LoadOrCreate(arguments.GetValue(Directory)!);
        ModelLocator locator = ModelLocator.Of(arguments.GetValue(Models), arguments.GetValue(Data)!);
        AuditedReceipt audited = new Auditor(keys, new Reexecutor(locator, cancellation).Run).Vote(bytes, UserFile.NameOf(file));
        DisputeResult result = await DisputeAsync(arguments, keys, locator, audited, cancellation).ConfigureAwait(false);

        string output = arguments.GetValue(Output) ?? $"{audited.Vote.Receipt}.fraud.json";
        if (result.Proof is { } proof)
            await UserFile.WriteAsync(output, proof, cancellation).ConfigureAwait(false);
        string written = result.Proof is null ? "" : $"; {output}";
        await Console.Error.WriteLineAsync(TerminalText.OneLine($"{audited.Vote.Code}; dispute: {result.Outcome}: {result.Reason}{written}")).ConfigureAwait(false);
        return result.Outcome switch
        {
            AuditEntry.Convicted => ExitCode.Invalid,
            AuditEntry.Agreed => ExitCode.Done,
            _ => ExitCode.Unverifiable,
        };
    }

    private static async Task<DisputeResult> DisputeAsync(ParseResult arguments, AuditKeys keys, ModelLocator locator, AuditedReceipt audited, CancellationToken cancellation)
    {
        if (audited.Request is not { } request)
            throw new InvalidInputException(InvalidInputKind.Invalid, "bundle", $"it cannot be disputed: {audited.Vote.Code}.");
        using NodeClient node = new(arguments.GetValue(Node)!, TimeSpan.FromSeconds(arguments.GetValue(Patience)));
        using DisputeDisplay display = new();
        Challenger challenger = new(node, keys, locator, arguments.GetValue(Token));
        return await challenger.DisputeAsync(audited.Bundle, request, new DisputeMonitor(display, cancellation)).ConfigureAwait(false);
    }
}
