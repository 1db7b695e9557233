using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The sentences of receipt-1 §5.10: what the rows establish and what they do not, never more than was checked.</summary>
internal static class Claims
{
    public static ImmutableArray<string> Established(Findings findings)
    {
        ReceiptContent content = findings.Receipt.Content;
        var sentences = ImmutableArray.CreateBuilder<string>();
        if (findings.Signature.IsValid)
        {
            sentences.Add($"The holder of key {Short(content.Issuer.Key)} signed this: model \"{content.Model.Name}\" "
                + $"({Short(content.Model.Id.Value)}) gave the committed output on the committed input.");
        }

        if (findings.Log.Row.IsValid)
        {
            sentences.Add($"The receipt is entry {findings.Log.Index} in a tree of {findings.Log.Size} entries that the log "
                + $"\"{content.Log.Origin}\" signed.");
        }

        if (findings.Witnesses is { Row.IsValid: true, Cosigned: { IsEmpty: false } cosigned } witnesses)
        {
            sentences.Add($"{cosigned.Length} of the {witnesses.KnownCount} witnesses that the policy knows, a quorum, cosigned that tree: "
                + $"{string.Join(", ", cosigned.Select(static witness => witness.Name))}.");
        }

        AddDisclosed(sentences, findings.Input, "input");
        AddDisclosed(sentences, findings.Output, "output");
        if (findings.Draw is { IsValid: true })
            sentences.Add($"For answer {content.Draw!.Choice} to the client's nonce and seed, draw key {Short(content.Draw.KeyId)} leads to one random stream, which the receipt names.");

        if (findings.Reexecution is { IsValid: true })
        {
            sentences.Add($"Running the Program {Short(content.Model.Program.Value)} again on the disclosed input gave the same output "
                + "and the same trace, bit for bit.");
        }

        if (findings.Proof is { Row.IsValid: true, KeyId: { } key })
        {
            sentences.Add($"A proof shows that Program {Short(content.Model.Program.Value)}, with the weights behind proof key {Short(key)}, gives the disclosed output of the disclosed input, bit for bit.");
            AddKey(sentences, findings.Proof, key);
        }

        if (findings.Proof is { Row.Code: VerificationCode.ProofInputHidden, KeyId: { } hidden })
        {
            sentences.Add($"A proof shows that Program {Short(content.Model.Program.Value)}, with the weights behind proof key {Short(hidden)}, gives the disclosed output of an input that the proof hides.");
            AddKey(sentences, findings.Proof, hidden);
        }

        if (findings.Audit is { Row.IsValid: true, VoteCount: int count })
            sentences.Add($"Auditors that the policy lists ({count}) signed that running Program {Short(content.Model.Program.Value)} again gave the same output and the same trace, bit for bit.");
        return sentences.ToImmutable();
    }

    private static void AddKey(ImmutableArray<string>.Builder sentences, ProofFinding proof, Digest key)
    {
        if (proof.IsKeyMade)
            sentences.Add($"Proof key {Short(key)} holds the weights of the model: it was made again from the model's files.");
    }

    private static void AddDisclosed(ImmutableArray<string>.Builder sentences, DisclosureFinding finding, string noun)
    {
        if (finding.Row.Code == VerificationCode.Ok)
            sentences.Add($"The disclosed {noun} is exactly the {noun} that the receipt commits to.");
        if (finding.Row.Code == VerificationCode.OkPartial)
        {
            sentences.Add($"The {finding.Leaves.Length} disclosed of {finding.Commitment.Leaves} {noun} parts are parts of the {noun} "
                + "that the receipt commits to.");
        }
    }

    public static ImmutableArray<string> NotEstablished(Findings findings, Policy policy)
    {
        ReceiptContent content = findings.Receipt.Content;
        var sentences = ImmutableArray.CreateBuilder<string>();
        if (!findings.Signature.IsValid)
            sentences.Add("Who made this statement.");
        else if (policy.Issuers is null)
            sentences.Add($"Who holds key {Short(content.Issuer.Key)}: no list of trusted issuers was given.");
        sentences.Add(OpenAboutLog(findings));
        AddUnconfirmed(sentences, findings, policy);
        AddHidden(sentences, findings.Input, "input");
        AddHidden(sentences, findings.Output, "output");
        if (content.Nonce.Client.Length == 0)
            sentences.Add("That the answer was made for this request: the client gave no nonce.");
        if (DrawCheck.MayBeDrawn(content) && findings.Draw is not { IsValid: true })
            sentences.Add("That the issuer drew the random stream only once.");
        if (findings.Draw is { IsValid: true } && content.Draw!.Choice > 0)
            sentences.Add($"That the client asked for {content.Draw.Choice + 1} answers to its nonce.");
        if (findings.Draw is { IsValid: true } && policy.Draws is null)
            sentences.Add($"That draw key {Short(content.Draw!.KeyId)} was there before the client's nonce: no list of draw keys was given.");
        sentences.Add("When it happened: the times are the issuer's own.");
        sentences.Add("That the output is true or useful: only which computation made it.");
        return sentences.ToImmutable();
    }

    /// <summary>What stays open about the log, whatever was found.</summary>
    private static string OpenAboutLog(Findings findings) => findings switch
    {
        { Log.Row.IsValid: false } => "That the receipt was logged.",
        { Witnesses: { Row.IsValid: true, Cosigned.IsEmpty: false } } => "That log and witnesses do not show different trees together.",
        { Witnesses.Row.IsValid: false } => "That the log shows everyone the same tree: no quorum of witnesses cosigned it.",
        _ => "That the log shows everyone the same tree: no witness's cosignature was checked.",
    };

    /// <summary>Whether the model computed the output: by a new run, or by a proof about weights that are known to be the model's.</summary>
    private static void AddUnconfirmed(ImmutableArray<string>.Builder sentences, Findings findings, Policy policy)
    {
        if (findings.Reexecution is { IsValid: true })
            return;
        if (findings.Reexecution is { Verdict: Verdict.Invalid })
            sentences.Add("That the model computed this output: repeating the run did not confirm it.");
        else if (findings.Proof is { Row.Verdict: Verdict.Invalid })
            sentences.Add("That the model computed this output: the proof does not show it.");
        else if (findings.Proof is { Row.Code: VerificationCode.ProofInputHidden })
        {
            sentences.Add("That the model computed this output from the committed input: the proof hides its input, and nothing here shows that it is the committed one.");
            AddUnknownKey(sentences, findings.Proof, policy);
        }
        else if (findings.Proof is { Row.IsValid: true })
        {
            AddUnknownKey(sentences, findings.Proof, policy);
        }
        else
        {
            sentences.Add(findings.Audit is { Row.IsValid: true }
                ? "That the model computed this output: that is the word of the auditors; the run was not repeated here."
                : "That the model computed this output: the run was not repeated here.");
        }
    }

    private static void AddUnknownKey(ImmutableArray<string>.Builder sentences, ProofFinding proof, Policy policy)
    {
        if (!proof.IsKeyMade && policy.ProofKeys is null)
            sentences.Add($"That proof key {Short(proof.KeyId!.Value)} holds the weights of the model: it was not made again from the model's files, and no list of proof keys was given.");
    }

    private static void AddHidden(ImmutableArray<string>.Builder sentences, DisclosureFinding finding, string noun)
    {
        if (finding.Row.Verdict == Verdict.Invalid)
            sentences.Add($"What the {noun} was: what is disclosed is not what the receipt commits to.");
        if (finding.Row.Verdict == Verdict.Unverifiable)
            sentences.Add($"What the {noun} was: it is committed, not disclosed.");
        if (finding.Row.Code == VerificationCode.OkPartial)
            sentences.Add($"What the rest of the {noun} was.");
    }

    /// <summary>The first eight hexadecimal digits.</summary>
    private static string Short(Digest digest) => Convert.ToHexStringLower(digest.AsSpan()[..4]);
}
