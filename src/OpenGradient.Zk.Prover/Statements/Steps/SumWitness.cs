using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="SumStep"/>.</summary>
internal static class SumWitness
{
    public static long[] Run(CoreWitness witness, SumStep step)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[step.Output].Shape;
        (long[] left, long[] right, int sign) = (witness.Broadcast(step.Left, shape), witness.Broadcast(step.Right, shape), step.IsDifference ? -1 : 1);
        long[] sums = GC.AllocateUninitializedArray<long>(left.Length);
        Halves.OfCells(sums.Length, (first, end) =>
        {
            for (int cell = first; cell < end; cell++)
                sums[cell] = left[cell] + (sign * right[cell]);
        });
        return sums;
    }
}
