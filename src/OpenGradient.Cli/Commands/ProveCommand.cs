using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og prove</c>: upgrades a receipt to a proven one.</summary>
internal static class ProveCommand
{
    private static readonly Argument<string> Receipt = new("receipt") { Description = "A bundle file, or the id of a receipt on the node, which then proves it itself" };
    private static readonly Option<string?> OutputFile = new("--output", "-o") { Description = "Where to write the bundle with the proof (default: over the bundle file; an id is only written where this says)", HelpName = "FILE" };
    private static readonly Option<string[]> Models = new("--models")
    {
        Description = "Where the model's files are: a folder of models, a model's folder, a file, or a node's data directory; may be repeated (default: the data directory, then ./models)",
        HelpName = "PATH",
    };

    private static readonly Option<string?> Token = new("--token") { Description = "The disclosure token that came with the answer; needed for an id from another machine", HelpName = "TOKEN" };
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand command = new(
            "prove",
            "Prove what a receipt of an integer Program says, and add the proof to its bundle.",
            "The Program is run again and compared, outputs and trace, before anything is proved. The proof hides nothing, unless --private says so; an input that it hides is taken out of the bundle that is written.\n\n"
            + "Examples:\n"
            + "  og prove bundle.json --models ./models\n"
            + "  og prove 4f1c… -o bundle.json                 the node proves it, in the background\n"
            + "  og prove bundle.json --private inputs -o public.json --opening opening.txt\n"
            + "  og verify bundle.json --proof-key             checks the proof, and that its key holds the model's weights\n"
            + "  og prove model model.onnx --input input.json  no receipt, any model file")
        { Receipt, OutputFile, Models, Token, ProofOptions.Profile, ProofOptions.Memory, ProofOptions.Private, ProofOptions.Opening, Data, Node, ProveModelCommand.Create() };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string receipt = arguments.GetValue(Receipt)!;
        return ReceiptId.TryParse(receipt, out ReceiptId id) ? ProveOnNodeAsync(arguments, id, cancellation) : ProveBundleAsync(arguments, receipt, cancellation);
    }

    private static async Task<int> ProveBundleAsync(ParseResult arguments, string file, CancellationToken cancellation)
    {
        byte[] bytes = await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        string[] places = arguments.GetValue(Models) is { Length: > 0 } given ? given : [arguments.GetValue(Data)!, "models"];
        using PhaseClock clock = new();
        ProvenBundle proven = await Task.Run(() => ProvenBundle.Create(UserFile.NameOf(file), bytes, places, ProofOptions.Read(arguments), ProofKeyStore.In(arguments.GetValue(Data)!), clock, cancellation), cancellation).ConfigureAwait(false);
        clock.End();
        if (arguments.GetValue(ProofOptions.Opening) is { } opening)
            OpeningFile.Write(opening, proven.Opening.Span);
        string target = arguments.GetValue(OutputFile) ?? file;
        await UserFile.WriteAsync(target, proven.Bundle, cancellation).ConfigureAwait(false);
        if (target != "-")
            Print(target, proven, clock);
        return proven.IsProved ? ExitCode.Done : ExitCode.Invalid;
    }

    private static void Print(string target, ProvenBundle proven, PhaseClock clock)
    {
        foreach ((string name, TimeSpan time) in clock.Times)
            Console.WriteLine($"  {name,-20} {time.TotalMilliseconds,10:N1} ms");
        Console.WriteLine($"{(proven.IsProved ? "proved" : "NOT proved")}: {TerminalText.OneLine(proven.Reason)}");
        Console.WriteLine($"{TerminalText.OneLine(target)}: {proven.Bundle.Length:N0} bytes. Check it without any node: {OgCommand.Name} verify {TerminalText.OneLine(target)} --proof-key");
    }

    private static async Task<int> ProveOnNodeAsync(ParseResult arguments, ReceiptId id, CancellationToken cancellation)
    {
        if (arguments.GetValue(ProofOptions.Opening) is not null && arguments.GetValue(OutputFile) is null)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--opening", "The node keeps it with the receipt: name the bundle to take it out of with --output.");
        using NodeClient node = new(arguments.GetValue(Node)!);
        NodeProof job = new(node, id, arguments.GetValue(Token), ProofOptions.Read(arguments).Visibility, arguments.GetValue(ProofOptions.Profile));
        string sentence = await job.RunAsync(cancellation).ConfigureAwait(false);
        Console.WriteLine(sentence);
        if (arguments.GetValue(OutputFile) is not { } target)
            return ExitCode.Done;
        byte[] bytes = await node.GetAsync($"v1/receipts/{id}", static bytes => Bundle.TryParse(bytes, out _, out _), cancellation, arguments.GetValue(Token)).ConfigureAwait(false);
        await UserFile.WriteAsync(target, Withhold(bytes, arguments.GetValue(ProofOptions.Opening)), cancellation).ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>The bundle of a node as it may be passed on: without an input that its proof hides.</summary>
    private static byte[] Withhold(byte[] bytes, string? openingFile)
    {
        if (!Bundle.TryParse(bytes, out Bundle? bundle, out _))
            return bytes;
        Bundle withheld = ProvenBundle.Withhold(bundle, out ReadOnlyMemory<byte> opening);
        if (opening.IsEmpty)
            return bytes;
        if (openingFile is not null)
            OpeningFile.Write(openingFile, opening.Span);
        return withheld.ToBytes();
    }
}
