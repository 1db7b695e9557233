using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="LimitStep"/>.</summary>
internal static class LimitWitness
{
    public static long[] Run(CoreWitness witness, LimitStep step)
    {
        (long[] x, long[] bound) = (witness.Value(step.X), witness.Broadcast(step.Bound, witness.Circuit.Values[step.X].Shape));
        long[] y = GC.AllocateUninitializedArray<long>(x.Length);
        long[] differences = GC.AllocateUninitializedArray<long>(x.Length);
        Halves.OfCells(x.Length, (first, end) =>
        {
            for (int index = first; index < end; index++)
            {
                y[index] = step.IsMax ? Math.Max(x[index], bound[index]) : Math.Min(x[index], bound[index]);
                differences[index] = Math.Abs(x[index] - bound[index]);
            }
        });
        witness.SetLimbs(step.Difference, differences);
        return y;
    }
}
