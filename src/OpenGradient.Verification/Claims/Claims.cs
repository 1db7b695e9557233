using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>Which sentences of <see cref="ClaimTable"/> a report has, in the order of receipt-1 §5.10: what the rows establish and what they do not, never more than was checked.</summary>
internal static class Claims
{
    public static ImmutableArray<string> Established(Findings findings)
    {
        ReceiptContent content = findings.Receipt.Content;
        var sentences = ImmutableArray.CreateBuilder<string>();
        if (findings.Signature.IsValid)
            sentences.Add(ClaimTable.Signed.Fill(Short(content.Issuer.Key), content.Model.Name, Short(content.Model.Id.Value)));
        if (findings.Log.Row.IsValid)
            sentences.Add(ClaimTable.Logged.Fill($"{findings.Log.Index}", $"{findings.Log.Size}", content.Log.Origin));
        if (findings.Witnesses is { Row.IsValid: true, Cosigned: { IsEmpty: false } cosigned } witnesses)
            sentences.Add(ClaimTable.Witnessed.Fill($"{cosigned.Length}", $"{witnesses.KnownCount}", string.Join(", ", cosigned.Select(static witness => witness.Name))));
        AddDisclosed(sentences, findings.Input, ClaimTable.Input);
        AddDisclosed(sentences, findings.Output, "output");
        if (findings.Draw is { IsValid: true })
            sentences.Add(ClaimTable.DrawnOnce.Fill($"{content.Draw!.Choice}", Short(content.Draw.KeyId)));
        string program = Short(content.Model.Program.Value);
        if (findings.Reexecution is { IsValid: true })
            sentences.Add(ClaimTable.RunAgain.Fill(program));
        if (findings.Proof is { Row.IsValid: true } or { Row.Code: VerificationCode.ProofInputHidden } && findings.Proof.KeyId is { } key)
            AddProof(sentences, findings.Proof, program, Short(key));
        if (findings.Audit is { Row.IsValid: true, VoteCount: int count })
            sentences.Add(ClaimTable.Audited.Fill($"{count}", program));
        return sentences.ToImmutable();
    }

    private static void AddProof(ImmutableArray<string>.Builder sentences, ProofFinding proof, string program, string key)
    {
        sentences.Add((proof.Row.IsValid ? ClaimTable.Proven : ClaimTable.ProvenOfHidden).Fill(program, key));
        if (proof.IsKeyMade)
            sentences.Add(ClaimTable.KeyMade.Fill(key));
    }

    private static void AddDisclosed(ImmutableArray<string>.Builder sentences, DisclosureFinding finding, string noun)
    {
        if (finding.Row.Code == VerificationCode.Ok)
            sentences.Add(ClaimTable.Disclosed.About(noun).Words);
        if (finding.Row.Code == VerificationCode.OkPartial)
            sentences.Add(ClaimTable.PartlyDisclosed.About(noun).Fill($"{finding.Leaves.Length}", $"{finding.Commitment.Leaves}"));
    }

    public static ImmutableArray<string> NotEstablished(Findings findings, Policy policy)
    {
        ReceiptContent content = findings.Receipt.Content;
        var sentences = ImmutableArray.CreateBuilder<string>();
        if (!findings.Signature.IsValid)
            sentences.Add(ClaimTable.NotSigned.Words);
        else if (policy.Issuers is null)
            sentences.Add(ClaimTable.UnknownHolder.Fill(Short(content.Issuer.Key)));
        else if (!policy.Issuers.Value.Contains(content.Issuer.Key))
            sentences.Add(ClaimTable.UnlistedHolder.Fill(Short(content.Issuer.Key)));
        sentences.Add(OpenAboutLog(findings));
        AddUnconfirmed(sentences, findings, policy);
        AddHidden(sentences, findings.Input, ClaimTable.Input);
        AddHidden(sentences, findings.Output, "output");
        if (content.Nonce.Client.Length == 0)
            sentences.Add(ClaimTable.NoNonce.Words);
        if (DrawCheck.MayBeDrawn(content) && findings.Draw is not { IsValid: true })
            sentences.Add(ClaimTable.MayBeDrawnOften.Words);
        if (findings.Draw is { IsValid: true } && content.Draw!.Choice > 0)
            sentences.Add(ClaimTable.MoreAnswers.Fill($"{content.Draw.Choice + 1}"));
        if (findings.Draw is { IsValid: true } && policy.Draws is null)
            sentences.Add(ClaimTable.DrawKeyMayBeNew.Fill(Short(content.Draw!.KeyId)));
        sentences.Add(ClaimTable.Times.Words);
        sentences.Add(ClaimTable.Truth.Words);
        return sentences.ToImmutable();
    }

    /// <summary>What stays open about the log, whatever was found.</summary>
    private static string OpenAboutLog(Findings findings) => findings switch
    {
        { Log.Row.IsValid: false } => ClaimTable.NotLogged.Words,
        { Witnesses: { Row.IsValid: true, Cosigned.IsEmpty: false } } => ClaimTable.MayCollude.Words,
        { Witnesses.Row.IsValid: false } => ClaimTable.NoQuorum.Words,
        _ => ClaimTable.NoWitnessChecked.Words,
    };

    /// <summary>Whether the model computed the output: by a new run, or by a proof about weights that are known to be the model's.</summary>
    private static void AddUnconfirmed(ImmutableArray<string>.Builder sentences, Findings findings, Policy policy)
    {
        if (findings.Reexecution is { IsValid: true })
            return;
        if (findings.Reexecution is { Verdict: Verdict.Invalid })
            sentences.Add(ClaimTable.RunAgainOther.Words);
        else if (findings.Proof is { Row.Verdict: Verdict.Invalid })
            sentences.Add(ClaimTable.ProofWrong.Words);
        else if (findings.Proof is { Row.Code: VerificationCode.ProofInputHidden })
        {
            sentences.Add(ClaimTable.ProofOfUnknownInput.Words);
            AddUnknownKey(sentences, findings.Proof, policy);
        }
        else if (findings.Proof is { Row.IsValid: true })
        {
            AddUnknownKey(sentences, findings.Proof, policy);
        }
        else
        {
            sentences.Add((findings.Audit is { Row.IsValid: true } ? ClaimTable.AuditorsWord : ClaimTable.NotRunAgain).Words);
        }
    }

    private static void AddUnknownKey(ImmutableArray<string>.Builder sentences, ProofFinding proof, Policy policy)
    {
        if (!proof.IsKeyMade && policy.ProofKeys?.Contains(proof.KeyId!.Value) is not true)
            sentences.Add((policy.ProofKeys is null ? ClaimTable.KeyUnknown : ClaimTable.KeyUnlisted).Fill(Short(proof.KeyId!.Value)));
    }

    private static void AddHidden(ImmutableArray<string>.Builder sentences, DisclosureFinding finding, string noun)
    {
        if (finding.Row.Verdict == Verdict.Invalid)
            sentences.Add(ClaimTable.DisclosedOther.About(noun).Words);
        if (finding.Row.Verdict == Verdict.Unverifiable)
            sentences.Add(ClaimTable.Hidden.About(noun).Words);
        if (finding.Row.Code == VerificationCode.OkPartial)
            sentences.Add(ClaimTable.RestHidden.About(noun).Words);
    }

    /// <summary>The first eight hexadecimal digits.</summary>
    private static string Short(Digest digest) => Convert.ToHexStringLower(digest.AsSpan()[..4]);
}
