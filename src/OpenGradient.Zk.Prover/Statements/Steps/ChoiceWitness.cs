using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="ChoiceStep"/>.</summary>
internal static class ChoiceWitness
{
    public static long[] Run(CoreWitness witness, ChoiceStep step)
    {
        CircuitValue choice = witness.Circuit.Values[step.Output];
        long count = choice.Shape[step.Axis];
        long inner = StridedCells.Product(choice.Shape[(step.Axis + 1)..]);
        long[] source = witness.Value(step.Source);
        long[] bits = new long[choice.CellCount];
        for (long row = 0; row < bits.Length / count; row++)
        {
            long start = (row / inner * inner * count) + (row % inner);
            long chosen = step.Kind == ChoiceKind.Named ? source[row] : Extreme(step.Kind, source, start, inner, count);
            bits[start + (chosen * inner)] = 1;
        }

        return witness.SetColumn(choice.Column, bits);
    }

    private static long Extreme(ChoiceKind kind, long[] x, long start, long step, long count)
    {
        long chosen = 0;
        for (long cell = 1; cell < count; cell++)
        {
            long difference = x[start + (cell * step)] - x[start + (chosen * step)];
            bool isBetter = kind switch
            {
                ChoiceKind.FirstLargest => difference > 0,
                ChoiceKind.LastLargest => difference >= 0,
                ChoiceKind.FirstSmallest => difference < 0,
                _ => difference <= 0,
            };
            chosen = isBetter ? cell : chosen;
        }

        return chosen;
    }
}
