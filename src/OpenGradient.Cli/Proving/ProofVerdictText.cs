using System.Text;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Proving;

/// <summary>The verdict about a proof of a run without a receipt: what it establishes, and what it does not.</summary>
internal static class ProofVerdictText
{
    public static void Print(ProofVerdict verdict, ProofFile? proof, ProofDemands demands)
    {
        Console.WriteLine(TerminalText.OneLine(verdict.Reason));
        if (proof is { Visibility: not ProofVisibility.Public })
        {
            PrintList("hides", [VisibilityText.Hidden(proof.Visibility)]);
            PrintList("shows", [VisibilityText.Shown(proof.Visibility)]);
        }

        PrintList("establishes", Establishes(verdict, proof, demands));
        PrintList("does not establish", DoesNotEstablish(verdict, proof, demands));
        Console.WriteLine();
        Console.WriteLine(Conclusion(verdict, proof, demands));
    }

    public static string WriteJson(ProofVerdict verdict, ProofFile? proof, ProofDemands demands) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(
        ("proved", verdict.IsProved ? JsonValue.True : JsonValue.False),
        ("code", JsonValue.String(verdict.Code.ToString())),
        ("reason", JsonValue.String(verdict.Reason)),
        ("program", proof is null ? JsonValue.Null : JsonValue.String(proof.Program.ToString())),
        ("proofKey", proof is null ? JsonValue.Null : JsonValue.String(proof.KeyId.ToString())),
        ("nonce", proof is null ? JsonValue.Null : JsonValue.String(Convert.ToHexStringLower(proof.Nonce.AsSpan()))),
        ("private", proof is null ? JsonValue.Null : JsonValue.String(VisibilityNames.NameOf(proof.Visibility))),
        ("inputCommitment", proof?.InputCommitment is { } commitment ? JsonValue.String(commitment.ToString()) : JsonValue.Null),
        ("establishes", JsonValue.Array([.. Establishes(verdict, proof, demands).Select(JsonValue.String)])),
        ("doesNotEstablish", JsonValue.Array([.. DoesNotEstablish(verdict, proof, demands).Select(JsonValue.String)])))));

    private static IEnumerable<string> Establishes(ProofVerdict verdict, ProofFile? proof, ProofDemands demands)
    {
        if (!verdict.IsProved || proof is null)
            yield break;
        yield return verdict.Code == ProofVerdictCode.OkForHiddenInput
            ? $"Program {proof.Program}, with the weights behind proof key {proof.KeyId}, gives the outputs in the file of inputs that the proof hides; the prover is bound to one choice of them."
            : $"Program {proof.Program}, with the weights behind proof key {proof.KeyId}, gives the outputs in the file of the inputs in the file, bit for bit.";
        if (demands.IsKeyOf(proof))
            yield return "The proof key is the one that was demanded.";
        if (demands.IsNonceOf(proof))
            yield return "The proof was made for the nonce that was demanded, and so not before somebody knew it.";
    }

    private static IEnumerable<string> DoesNotEstablish(ProofVerdict verdict, ProofFile? proof, ProofDemands demands)
    {
        if (!verdict.IsProved || proof is null)
            yield return "That the Program gives this output of this input.";
        if (verdict.Code == ProofVerdictCode.OkForHiddenInput)
            yield return $"Which inputs these are: whoever has them and the opening adds both with `{OgCommand.Name} proof open`.";
        if (verdict.IsProved && demands.Key is null)
            yield return "That the proof key holds the weights of a model that you know: demand it with --model or --key.";
        if (demands.Key is not null && !demands.IsKeyOf(proof))
            yield return $"Anything about the model that you demanded, whose proof key is {demands.Key}.";
        if (demands.Nonce is not null && !demands.IsNonceOf(proof))
            yield return $"That the proof was made for the nonce that you demanded, {demands.Nonce}: it may be an older one.";
        yield return "Who ran the model, or when: there is no receipt.";
    }

    /// <summary>The last line: a proof that holds, and is about something else than what was demanded, is not accepted.</summary>
    private static string Conclusion(ProofVerdict verdict, ProofFile? proof, ProofDemands demands) => verdict.Code switch
    {
        ProofVerdictCode.NotProvable or ProofVerdictCode.OutsideNotChecked => "not accepted: it could not be checked",
        _ when !verdict.IsProved => "not accepted: the proof does not hold",
        _ when demands.Key is not null && !demands.IsKeyOf(proof) => "not accepted: the proof is about another proof key than the one that was demanded",
        _ when demands.Nonce is not null && !demands.IsNonceOf(proof) => "not accepted: the proof was made for another nonce than the one that was demanded",
        _ => "accepted: the proof holds",
    };

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
