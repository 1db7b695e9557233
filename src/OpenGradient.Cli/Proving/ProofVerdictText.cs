using System.Text;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Proving;

/// <summary>The verdict about a proof of a run without a receipt: what it establishes, and what it does not.</summary>
internal static class ProofVerdictText
{
    public static void Print(ProofVerdict verdict, ProofFile? proof, string? demandedKey)
    {
        Console.WriteLine(TerminalText.OneLine(verdict.Reason));
        if (proof is { Visibility: not ProofVisibility.Public })
        {
            PrintList("hides", [VisibilityText.Hidden(proof.Visibility)]);
            PrintList("shows", [VisibilityText.Shown(proof.Visibility)]);
        }

        PrintList("establishes", Establishes(verdict, proof, demandedKey));
        PrintList("does not establish", DoesNotEstablish(verdict, proof, demandedKey));
    }

    public static string WriteJson(ProofVerdict verdict, ProofFile? proof, string? demandedKey) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("proved", verdict.IsProved ? JsonValue.True : JsonValue.False),
        ("code", JsonValue.String(verdict.Code.ToString())),
        ("reason", JsonValue.String(verdict.Reason)),
        ("program", proof is null ? JsonValue.Null : JsonValue.String(proof.Program.ToString())),
        ("proofKey", proof is null ? JsonValue.Null : JsonValue.String(proof.KeyId.ToString())),
        ("private", proof is null ? JsonValue.Null : JsonValue.String(VisibilityNames.NameOf(proof.Visibility))),
        ("inputCommitment", proof?.InputCommitment is { } commitment ? JsonValue.String(commitment.ToString()) : JsonValue.Null),
        ("establishes", JsonValue.Array([.. Establishes(verdict, proof, demandedKey).Select(JsonValue.String)])),
        ("doesNotEstablish", JsonValue.Array([.. DoesNotEstablish(verdict, proof, demandedKey).Select(JsonValue.String)])))));

    private static IEnumerable<string> Establishes(ProofVerdict verdict, ProofFile? proof, string? demandedKey)
    {
        if (!verdict.IsProved || proof is null)
            yield break;
        yield return verdict.Code == ProofVerdictCode.OkForHiddenInput
            ? $"Program {proof.Program}, with the weights behind proof key {proof.KeyId}, gives the outputs in the file of inputs that the proof hides; the prover is bound to one choice of them."
            : $"Program {proof.Program}, with the weights behind proof key {proof.KeyId}, gives the outputs in the file of the inputs in the file, bit for bit.";
        if (demandedKey == proof.KeyId.ToString())
            yield return "The proof key is the one that was demanded.";
    }

    private static IEnumerable<string> DoesNotEstablish(ProofVerdict verdict, ProofFile? proof, string? demandedKey)
    {
        if (!verdict.IsProved || proof is null)
            yield return "That the Program gives this output of this input.";
        if (verdict.Code == ProofVerdictCode.OkForHiddenInput)
            yield return $"Which inputs these are: whoever has them and the opening adds both with `{OgCommand.Name} proof open`.";
        if (verdict.IsProved && demandedKey is null)
            yield return "That the proof key holds the weights of a model that you know: demand it with --model or --key.";
        if (proof is not null && demandedKey is not null && demandedKey != proof.KeyId.ToString())
            yield return $"Anything about the model that you demanded, whose proof key is {TerminalText.OneLine(demandedKey)}.";
        yield return "Who ran the model, or when: there is no receipt.";
    }

    private static void PrintList(string title, IEnumerable<string> sentences)
    {
        string[] lines = [.. sentences];
        if (lines.Length == 0)
            return;
        Console.WriteLine();
        Console.WriteLine(title);
        foreach (string line in lines)
            Console.WriteLine($"  - {TerminalText.OneLine(line)}");
    }
}
