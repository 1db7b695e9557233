using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="MatMulStep"/>.</summary>
internal static class MatMulWitness
{
    public static long[] Run(CoreWitness witness, MatMulStep step)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[step.Output].Shape;
        (int rows, int columns) = ((int)shape[^2], (int)shape[^1]);
        int depth = (int)witness.Circuit.Values[step.A].Shape[^1];
        long[] a = witness.Broadcast(step.A, [.. shape[..^1], depth]);
        long[] b = witness.Broadcast(step.B, [.. shape[..^2], depth, columns]);
        long[] y = new long[StridedCells.Product(shape)];
        for (int row = 0; row < y.Length / columns; row++)
        {
            for (int k = 0; k < depth; k++)
            {
                ReadOnlySpan<long> factors = b.AsSpan(((row / rows * depth) + k) * columns, columns);
                for (int column = 0; column < columns; column++)
                    y[(row * columns) + column] += a[(row * depth) + k] * factors[column];
            }
        }

        return y;
    }
}
