using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="RangeStep"/>.</summary>
internal static class RangeWitness
{
    public static long[] Run(CoreWitness witness, RangeStep step)
    {
        witness.SetLimbs(step.Limbs, witness.Value(step.X));
        return witness.Value(step.X);
    }
}
