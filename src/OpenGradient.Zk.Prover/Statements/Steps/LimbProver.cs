using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="LimbVerifier"/>.</summary>
internal static class LimbProver
{
    /// <summary>A claim about each limb, true of the witness.</summary>
    public static Claim<TExtension>[] Weighed<TExtension>(CoreWitness witness, Limbs limbs, Claim<TExtension> at)
        where TExtension : struct, IExtension<TExtension> =>
        [.. limbs.Columns.Select(column => at with { Sum = at.Weigh(witness.Column(column)) })];

    /// <summary>Sends the values of such claims, in one message.</summary>
    public static void Send<TExtension>(ProofWriter writer, byte label, Limbs limbs, Claim<TExtension>[] values, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        writer.Write<TExtension>(label, [.. values.Select(static value => value.Sum)]);
        for (int limb = 0; limb < values.Length; limb++)
            claims.AddColumn(limbs.Columns[limb], values[limb]);
    }
}
