using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="PositiveStep"/>.</summary>
internal static class PositiveWitness
{
    public static long[] Run(CoreWitness witness, PositiveStep step)
    {
        long[] x = witness.Value(step.X);
        witness.SetLimbs(step.Distance, Array.ConvertAll(x, static number => number > 0 ? number - 1 : -number));
        return witness.SetColumn(witness.Circuit.Values[step.Output].Column, Array.ConvertAll(x, static number => number > 0 ? 1L : 0));
    }
}
