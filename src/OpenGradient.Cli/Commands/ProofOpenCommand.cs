using System.Collections.Immutable;
using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og proof open</c>: shows somebody which inputs a proof hides.</summary>
internal static class ProofOpenCommand
{
    private static readonly Argument<string> Proof = new("file") { Description = "A file that `og prove model --private inputs --out` wrote, or a bundle that discloses its input (- for standard input)" };
    private static readonly Option<string> Opening = new("--opening") { Description = "The file that --opening of `og prove` wrote", HelpName = "FILE", Required = true };
    private static readonly Option<string?> Input = new("--input", "-i") { Description = "The input, in a form of `og prove model`; a bundle has its own", HelpName = "FILE" };
    private static readonly Option<string> OutputFile = new("--out", "-o") { Description = "Where to write the opened proof (- for standard output)", HelpName = "FILE", Required = true };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "open",
            "Add the inputs that a proof hides, and what shows that they are these: for those who may see them.",
            "What is written is checked first; a wrong input or opening is refused.\n\n"
            + "Examples:\n  og proof open proof.json --opening opening.txt --input input.json -o opened.json\n  og proof open disclosed-bundle.json --opening opening.txt -o opened.json")
        { Proof, Opening, Input, OutputFile };
        command.SetAction(OpenAsync);
        return command;
    }

    private static async Task<int> OpenAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string name = UserFile.NameOf(arguments.GetValue(Proof)!);
        byte[] bytes = await UserFile.ReadAsync(arguments.GetValue(Proof)!, cancellation).ConfigureAwait(false);
        byte[] opening = await OpeningFile.ReadAsync(arguments.GetValue(Opening)!, cancellation).ConfigureAwait(false);
        byte[] opened = ProofPackage.TryRead(bytes, out ProofPackage? package)
            ? await OpenPackageAsync(name, package, opening, arguments.GetValue(Input), cancellation).ConfigureAwait(false)
            : OpenBundle(name, bytes, opening);
        await UserFile.WriteAsync(arguments.GetValue(OutputFile)!, opened, cancellation).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<byte[]> OpenPackageAsync(string name, ProofPackage package, byte[] opening, string? input, CancellationToken cancellation)
    {
        if (input is null)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--input", "this proof comes without its input: name it.");
        if (!ProgramFormat.TryRead(package.Evidence.Program.Span, out OpenGradient.Programs.Program? program))
            throw new InvalidInputException(InvalidInputKind.Malformed, name, "the bytes of its Program are none.");
        ImmutableArray<Tensor> inputs = await InputFile.ReadAsync(input, program, cancellation).ConfigureAwait(false);
        ProofPackage opened = package.Open(inputs, opening);
        ProofVerdict verdict = opened.Verify();
        return verdict.Code == ProofVerdictCode.Ok ? opened.ToBytes() : throw NotOpened(name, verdict.Reason);
    }

    private static byte[] OpenBundle(string name, byte[] bytes, byte[] opening)
    {
        if (!Bundle.TryParse(bytes, out Bundle? bundle, out _)
            || bundle.Evidence.FirstOrDefault(static evidence => evidence.Type == ProofEvidence.Type) is not { } evidence || !ProofEvidence.TryRead(evidence.Json, out ProofEvidence? proof))
            throw new InvalidInputException(InvalidInputKind.Invalid, name, $"this is neither a proof of `{OgCommand.Name} prove model` nor a bundle with a proof.");
        byte[] opened = (bundle with { Evidence = bundle.Evidence.Replace(evidence, (proof with { Opening = opening }).ToEvidence()) }).ToBytes();
        ReportRow row = BundleVerifier.Verify(opened, Policy.Default, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).Rows.First(static row => row.Kind == RowKind.Proof);
        return row.IsValid ? opened : throw NotOpened(name, row.Reason);
    }

    private static InvalidInputException NotOpened(string name, string reason) => new(InvalidInputKind.Invalid, name, $"it is not opened by this: {reason}");
}
