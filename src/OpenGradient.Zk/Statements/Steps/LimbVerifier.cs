using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Numbers in limbs: a claim about a number is one about each limb.</summary>
internal static class LimbVerifier
{
    /// <summary>Reads what the limbs give under a weight, and takes it for true; returns what the number then gives.</summary>
    public static TExtension Read<TExtension>(ref ProofReader reader, byte label, Limbs limbs, Claim<TExtension> at, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] sent = reader.Read<TExtension>(label, limbs.Columns.Length);
        TExtension sum = TExtension.Zero;
        for (int limb = sent.Length - 1; limb >= 0; limb--)
            sum = (sum * Goldilocks.From(1UL << Limbs.LimbBits)) + sent[limb];
        for (int limb = 0; limb < sent.Length; limb++)
            claims.AddColumn(limbs.Columns[limb], at with { Sum = sent[limb] });
        return limbs.Offset == 0 ? sum : sum - (at.WeighOnes() * Goldilocks.From(limbs.Offset));
    }
}
