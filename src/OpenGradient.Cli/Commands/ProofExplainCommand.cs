using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Proving;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og proof explain</c>: the statement of a proof in words and numbers, and what its soundness is made of.</summary>
internal static class ProofExplainCommand
{
    private static readonly Argument<string> Proof = new("file") { Description = "A file that `og prove model --out` wrote, or a bundle with a proof (- for standard input)" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "explain",
            "Print what a proof states, its sizes, and what its soundness is made of; checks nothing.",
            "Examples:\n  og proof explain digits.proof.json\n  og proof explain bundle.json")
        { Proof, Json };
        command.SetAction(ExplainAsync);
        return command;
    }

    private static async Task<int> ExplainAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string name = UserFile.NameOf(arguments.GetValue(Proof)!);
        ProofEvidence evidence = EvidenceOf(await UserFile.ReadAsync(arguments.GetValue(Proof)!, cancellation).ConfigureAwait(false))
            ?? throw new InvalidInputException(InvalidInputKind.Invalid, name, $"this is neither a proof of `{OgCommand.Name} prove model` nor a bundle with a proof.");
        if (!ProofFile.TryRead(evidence.Proof.Span, out ProofFile? file, out ProofFileFault fault, out int offset))
            throw new InvalidInputException(InvalidInputKind.Malformed, name, $"the proof file is wrong at byte {offset}: {fault}.");
        if (!ProofSubject.TryRead(evidence.Program.Span, evidence.Constants, out ProofSubject? subject, out string reason) || !ProofExplanation.TryCreate(file, subject, out ProofExplanation? explanation, out reason))
            throw new InvalidInputException(InvalidInputKind.Unsupported, name, reason);
        if (arguments.GetValue(Json))
            Console.WriteLine(ProofExplanationText.WriteJson(file, explanation));
        else
            ProofExplanationText.Print(file, explanation);
        return ExitCode.Done;
    }

    private static ProofEvidence? EvidenceOf(byte[] bytes)
    {
        if (ProofPackage.TryRead(bytes, out ProofPackage? package))
            return package.Evidence;
        return Bundle.TryParse(bytes, out Bundle? bundle, out _)
            && bundle.Evidence.FirstOrDefault(static evidence => evidence.Type == ProofEvidence.Type) is { } evidence
            && ProofEvidence.TryRead(evidence.Json, out ProofEvidence? proof) ? proof : null;
    }
}
