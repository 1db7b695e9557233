using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="LimitStep"/>.</summary>
internal static class LimitWitness
{
    public static long[] Run(CoreWitness witness, LimitStep step)
    {
        (long[] x, long[] bound) = (witness.Value(step.X), witness.Broadcast(step.Bound, witness.Circuit.Values[step.X].Shape));
        long[] y = new long[x.Length];
        long[] differences = new long[x.Length];
        for (int index = 0; index < x.Length; index++)
        {
            y[index] = step.IsMax ? Math.Max(x[index], bound[index]) : Math.Min(x[index], bound[index]);
            differences[index] = Math.Abs(x[index] - bound[index]);
        }

        witness.SetLimbs(step.Difference, differences);
        return y;
    }
}
