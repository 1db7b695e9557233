using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og receipt disclose</c> and <c>og receipt show</c>: a bundle that shows less, and what a bundle shows.</summary>
internal static class DiscloseCommand
{
    private static readonly Argument<string> Source = new("bundle") { Description = "A bundle file, - for standard input, or the id of a receipt of the node" };
    private static readonly Option<string?> Messages = new("--messages") { Description = "Messages of the input by their index: 0,2 or 0..3", HelpName = "RANGES" };
    private static readonly Option<string?> Tokens = new("--tokens") { Description = "Tokens of the input, in blocks of 32: 32..95", HelpName = "RANGES" };
    private static readonly Option<string?> OutputTokens = new("--output-tokens") { Description = "Tokens of the output with their text, in blocks of 32", HelpName = "RANGES" };
    private static readonly Option<bool> Answer = new("--answer") { Description = "The message or completion that was returned" };
    private static readonly Option<string?> Fields = new("--fields") { Description = "Other parts: prompt, tools, stop, logit-bias, constraint, tensor, or the name of a constraint or tensor", HelpName = "NAMES" };
    private static readonly Option<bool> None = new("--none") { Description = "Show nothing: the receipt and its evidence alone" };
    private static readonly Option<bool> List = new("--list") { Description = "Print what there is, and write nothing" };
    private static readonly Option<string?> OutputFile = new("--output", "-o") { Description = "Where to write the bundle (default: standard output)", HelpName = "FILE" };
    private static readonly Option<string?> Token = new("--token") { Description = "The disclosure token that came with the answer; needed from another machine", HelpName = "TOKEN" };
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command CreateDisclose()
    {
        DocumentedCommand disclose = new(
            "disclose",
            "Make a bundle that shows only chosen parts of input and output. What it shows is proved to be what the receipt commits to; what it hides cannot be guessed.",
            "Examples:\n"
            + "  og receipt disclose bundle.json --list\n"
            + "  og receipt disclose bundle.json --messages 1 --answer -o answer.json\n"
            + "  og receipt disclose bundle.json --none -o receipt-only.json")
        { Source, Messages, Tokens, OutputTokens, Answer, Fields, None, List, OutputFile, Token, Node };
        disclose.SetAction(DiscloseAsync);
        return disclose;
    }

    public static Command CreateShow()
    {
        DocumentedCommand show = new("show", "Print what a bundle discloses, and how much it hides. Judges nothing: that is `og verify`.", "Examples:\n  og receipt show answer.json") { Source, Token, Node };
        show.SetAction(ShowAsync);
        return show;
    }

    private static async Task<int> ShowAsync(ParseResult arguments, CancellationToken cancellation)
    {
        (Bundle bundle, ReceiptContent receipt) = await ReadAsync(arguments, cancellation).ConfigureAwait(false);
        PartPrinter.Print(bundle, receipt);
        return ExitCode.Done;
    }

    private static async Task<int> DiscloseAsync(ParseResult arguments, CancellationToken cancellation)
    {
        (Bundle bundle, ReceiptContent receipt) = await ReadAsync(arguments, cancellation).ConfigureAwait(false);
        if (arguments.GetValue(List))
        {
            PartPrinter.Print(bundle, receipt);
            return ExitCode.Done;
        }

        Bundle chosen = bundle.Reveal(ReadChoice(arguments, bundle));
        string? file = arguments.GetValue(OutputFile);
        await UserFile.WriteAsync(file ?? "-", chosen.ToBytes(), cancellation).ConfigureAwait(false);
        if (file is not (null or "-"))
            Console.WriteLine($"{file}: {PartPrinter.Counts(chosen, receipt)}. Look at it: {OgCommand.Name} receipt show {file}");
        return ExitCode.Done;
    }

    /// <summary>A bundle whose disclosures are what its receipt commits to; of any other nothing is worth showing.</summary>
    private static async Task<(Bundle Bundle, ReceiptContent Receipt)> ReadAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string source = arguments.GetValue(Source)!;
        byte[] bytes = ReceiptId.TryParse(source, out ReceiptId id)
            ? await FetchAsync(id, arguments, cancellation).ConfigureAwait(false)
            : await UserFile.ReadAsync(source, cancellation).ConfigureAwait(false);
        VerificationReport report = BundleVerifier.Verify(bytes, Policy.Default, nowUnixSeconds: 0);
        ReportRow? fault = report.Rows.FirstOrDefault(static row => row.Kind is RowKind.Receipt or RowKind.Input or RowKind.Output && row.Verdict == Verdict.Invalid);
        return fault is null && Bundle.TryParse(bytes, out Bundle? bundle, out _)
            ? (bundle, report.Receipt!.Content)
            : throw new InvalidInputException(InvalidInputKind.Invalid, UserFile.NameOf(source), fault?.Reason ?? "this is no bundle.");
    }

    private static async Task<byte[]> FetchAsync(ReceiptId id, ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        return await node.GetAsync($"v1/receipts/{id}", static bytes => Bundle.TryParse(bytes, out _, out _), cancellation, arguments.GetValue(Token)).ConfigureAwait(false);
    }

    private static DisclosureChoice ReadChoice(ParseResult arguments, Bundle bundle)
    {
        DisclosureChoice choice = new()
        {
            Messages = IndexRanges.Read("--messages", arguments.GetValue(Messages)),
            Tokens = IndexRanges.Read("--tokens", arguments.GetValue(Tokens)),
            OutputTokens = IndexRanges.Read("--output-tokens", arguments.GetValue(OutputTokens)),
            HasAnswer = arguments.GetValue(Answer),
            Fields = [.. (arguments.GetValue(Fields) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
        (string Option, DisclosureChoice Part)[] parts =
        [
            .. choice.Messages.Select(static range => ($"--messages {range}", new DisclosureChoice { Messages = [range] })),
            .. choice.Tokens.Select(static range => ($"--tokens {range}", new DisclosureChoice { Tokens = [range] })),
            .. choice.OutputTokens.Select(static range => ($"--output-tokens {range}", new DisclosureChoice { OutputTokens = [range] })),
            .. choice.Fields.Select(static field => ($"--fields {field}", new DisclosureChoice { Fields = [field] })),
            .. choice.HasAnswer ? new[] { ("--answer", new DisclosureChoice { HasAnswer = true }) } : [],
        ];
        if (parts.Length == 0 != arguments.GetValue(None))
            throw new InvalidInputException(InvalidInputKind.Invalid, "--none", "choose parts, or --none of them.");
        foreach ((string option, DisclosureChoice part) in parts)
        {
            if (!bundle.Disclosures.Any(part.Includes))
                throw new InvalidInputException(InvalidInputKind.NotFound, option, "the bundle shows no such part; --list prints those that it shows.");
        }

        return choice;
    }
}
