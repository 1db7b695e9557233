using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="ScaleStep"/>.</summary>
internal static class ScaleWitness
{
    public static long[] Run(CoreWitness witness, ScaleStep step)
    {
        Circuit circuit = witness.Circuit;
        (long[] x, long[] factors) = (witness.Value(step.X), witness.Value(step.Factors));
        int inner = step.Axis < 0 ? 1 : (int)StridedCells.Product(circuit.Values[step.X].Shape[(step.Axis + 1)..]);
        long[] quotients = GC.AllocateUninitializedArray<long>(x.Length);
        long[] remainders = GC.AllocateUninitializedArray<long>(x.Length);
        Halves.OfCells(x.Length, (first, end) =>
        {
            for (int index = first; index < end; index++)
            {
                long scaled = (x[index] * factors[step.Axis < 0 ? 0 : index / inner % factors.Length]) + (1L << (step.Shift - 1));
                quotients[index] = scaled >> step.Shift;
                remainders[index] = scaled & ((1L << step.Shift) - 1);
            }
        });
        witness.SetLimbs(step.Remainder, remainders);
        if (step.Table == 0)
        {
            witness.SetLimbs(step.QuotientLimbs, quotients);
            return quotients;
        }

        witness.SetColumn(step.Quotient, quotients);
        return witness.SetColumn(circuit.Values[step.Output].Column, Array.ConvertAll(quotients, quotient => circuit.TableEntry(step.Table, (int)quotient + (1 << 15))));
    }
}
