using System.CommandLine;
using System.Globalization;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og proof explain</c>: the statement of a proof in words and numbers, and what its soundness is made of.</summary>
internal static class ProofExplainCommand
{
    private static readonly Argument<string> Proof = new("file") { Description = "A file that `og prove model --out` wrote, or a bundle with a proof (- for standard input)" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "explain",
            "Print what a proof states, its sizes, and what its soundness is made of; checks nothing.",
            "Examples:\n  og proof explain digits.proof.json\n  og proof explain bundle.json")
        { Proof };
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
        Print(file, explanation);
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

    private static void Print(ProofFile file, ProofExplanation explanation)
    {
        Console.WriteLine("It states: the core of the Program, with the weights behind the proof key, makes the border outputs of the border inputs.");
        Console.WriteLine();
        Line("Program", $"{file.Program}");
        Line("proof key", $"{file.KeyId}");
        Line("hides", "nothing: inputs, outputs, and something of weights and values between, can be learnt from it");
        Line("profile", file.Profile == ProofProfile.Cubic ? "cubic: challenges from 2^192 numbers" : "quadratic: challenges from 2^128 numbers");
        Line("core begins with", string.Join(", ", explanation.BorderInputs.Select(static shape => $"[{string.Join(',', shape)}]")));
        Line("core ends with", string.Join(", ", explanation.BorderOutputs.Select(static shape => $"[{string.Join(',', shape)}]")));
        Line("steps", $"{explanation.Steps.Length:N0}: {string.Join(", ", explanation.Steps.CountBy(static step => step.Operator).Select(static count => $"{count.Value} {count.Key}"))}");
        Line("run", $"{explanation.WitnessColumns:N0} columns, {explanation.WitnessElements:N0} numbers");
        Line("weights", $"{explanation.KeyColumns:N0} columns, {explanation.KeyElements:N0} numbers");
        Line("lookups", $"{explanation.LookupElements:N0} fractions");
        Line("code", $"rate 1/{1 << explanation.LogInverseRate}, {explanation.QueryCount} places opened after {explanation.WorkBits} bits of work; {explanation.LookupWorkBits} before the lookups");
        Line("proof", $"{file.ProofBytes:N0} bytes");
        PrintTerms(explanation);
    }

    /// <summary>Each way for a false statement to pass, and the least number of bits that it costs.</summary>
    private static void PrintTerms(ProofExplanation explanation)
    {
        Console.WriteLine();
        Console.WriteLine("A false statement could pass by (proof-1 section 13; no conjecture but that Keccak-256 is a random oracle):");
        foreach ((string part, string rule, string formula, int centiBits) in explanation.Terms)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  2^-{centiBits / 100m:F2}  {part,-10} {rule,-16} {formula}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  2^-{explanation.CentiBits / 100m:F2}  all together"));
    }

    private static void Line(string name, string value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-18} {TerminalText.OneLine(value)}"));
}
