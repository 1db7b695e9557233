using System.Globalization;
using System.Text;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Proving;

/// <summary>The statement of a proof in words and numbers.</summary>
internal static class ProofExplanationText
{
    public static void Print(ProofFile file, ProofExplanation explanation)
    {
        Console.WriteLine($"It states: the core of the Program, with the weights behind the proof key, makes the border outputs of {(file.InputCommitment is null ? "the border inputs" : "border inputs that it hides")}.");
        Console.WriteLine();
        Line("Program", $"{file.Program}");
        Line("proof key", $"{file.KeyId}");
        Line("hides", VisibilityText.Hidden(file.Visibility));
        if (file.Visibility != ProofVisibility.Public)
            Line("shows", VisibilityText.Shown(file.Visibility));
        if (file.InputCommitment is { } commitment)
            Line("input commitment", $"{commitment}: who has inputs and opening shows that they are these");
        if (file.KeyProofCount > 0)
            Line("proofs of the key", $"{file.KeyProofCount}");
        Line("profile", $"{file.Profile.Name()}: challenges from 2^{(file.Profile.IsCubic() ? 192 : 128)} numbers, trees of {HashName(file)}");
        Line("core begins with", string.Join(", ", explanation.BorderInputs.Select(static shape => $"[{string.Join(',', shape)}]")));
        Line("core ends with", string.Join(", ", explanation.BorderOutputs.Select(static shape => $"[{string.Join(',', shape)}]")));
        Line("steps", $"{explanation.Steps.Length:N0}: {string.Join(", ", explanation.Steps.CountBy(static step => step.Operator).Select(static count => $"{count.Value} {count.Key}"))}");
        Line("run", $"{explanation.WitnessColumns:N0} columns, {explanation.WitnessElements:N0} numbers");
        Line("weights", $"{explanation.KeyColumns:N0} columns, {explanation.KeyElements:N0} numbers");
        Line("lookups", $"{explanation.LookupElements:N0} fractions");
        Line("code", $"rate 1/{1 << explanation.LogInverseRate}, {explanation.QueryCount} places opened after {explanation.WorkBits} bits of work; {explanation.LookupWorkBits} before the lookups");
        ProofFileSizes sizes = file.CountBytes();
        Line("file", $"{sizes.Whole:N0} bytes: {sizes.Proof:N0} the proof, {sizes.Rows:N0} bounds of weights, {sizes.Inputs:N0} inputs and {sizes.Outputs:N0} outputs of the core");
        PrintTerms(file, explanation);
    }

    private static string HashName(ProofFile file) => file.Profile.HasBlake3() ? "BLAKE3" : "Keccak-256";

    /// <summary>Each way for a false statement to pass, and the least number of bits that it costs.</summary>
    private static void PrintTerms(ProofFile file, ProofExplanation explanation)
    {
        Console.WriteLine();
        Console.WriteLine($"A false statement could pass by (proof-1 section 13; no conjecture but that {(file.Profile.HasBlake3() ? "Keccak-256 and BLAKE3 are random oracles" : "Keccak-256 is a random oracle")}; two strings with one hash take 2^128 evaluations):");
        foreach ((string part, string rule, string formula, int centiBits) in explanation.Terms)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  2^-{centiBits / 100m:F2}  {part,-10} {rule,-16} {formula}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  2^-{explanation.CentiBits / 100m:F2}  all together"));
    }

    public static string WriteJson(ProofFile file, ProofExplanation explanation) => WriteJson(file, file.CountBytes(), explanation);

    private static string WriteJson(ProofFile file, ProofFileSizes sizes, ProofExplanation explanation) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("program", JsonValue.String(file.Program.ToString())),
        ("proofKey", JsonValue.String(file.KeyId.ToString())),
        ("profile", JsonValue.String(file.Profile.Name())),
        ("private", JsonValue.String(VisibilityNames.NameOf(file.Visibility))),
        ("hides", JsonValue.String(VisibilityText.Hidden(file.Visibility))),
        ("shows", JsonValue.String(VisibilityText.Shown(file.Visibility))),
        ("inputCommitment", file.InputCommitment is { } commitment ? JsonValue.String(commitment.ToString()) : JsonValue.Null),
        ("keyProofs", Number(file.KeyProofCount)),
        ("steps", Number(explanation.Steps.Length)),
        ("witnessElements", Number(explanation.WitnessElements)),
        ("keyElements", Number(explanation.KeyElements)),
        ("lookupElements", Number(explanation.LookupElements)),
        ("proofBytes", Number(file.ProofBytes)),
        ("fileBytes", Number(sizes.Whole)),
        ("rowBytes", Number(sizes.Rows)),
        ("inputBytes", Number(sizes.Inputs)),
        ("outputBytes", Number(sizes.Outputs)),
        ("centiBits", Number(explanation.CentiBits)),
        ("terms", JsonValue.Array([.. explanation.Terms.Select(static term => JsonValue.Object(
            ("part", JsonValue.String(term.Part)), ("rule", JsonValue.String(term.Rule)), ("formula", JsonValue.String(term.Formula)), ("centiBits", Number(term.CentiBits))))])))));

    private static JsonValue Number(long number) => JsonValue.String(number.ToString(CultureInfo.InvariantCulture));

    private static void Line(string name, string value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-18} {TerminalText.OneLine(value)}"));
}
