using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="LimbVerifier"/>.</summary>
internal static class LimbProver
{
    /// <summary>Sends what the limbs give under a weight.</summary>
    public static void Send<TExtension>(ProofWriter writer, byte label, CoreWitness witness, Limbs limbs, Claim<TExtension> at, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] sums = [.. limbs.Columns.Select(column => BulkArithmetic<TExtension>.Instance.Weigh(at, witness.Column(column)))];
        writer.Write<TExtension>(label, sums);
        for (int limb = 0; limb < sums.Length; limb++)
            claims.AddColumn(limbs.Columns[limb], at with { Sum = sums[limb] });
    }
}
