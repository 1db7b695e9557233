using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels.Integers;

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
        long[] turned = new long[columns * depth];
        for (int matrix = 0; matrix < y.Length / (rows * columns); matrix++)
        {
            Turn(b.AsSpan(matrix * turned.Length, turned.Length), turned, depth, columns);
            RowProducts.Add(a.AsMemory(matrix * rows * depth, rows * depth), turned, depth, y.AsMemory(matrix * rows * columns, rows * columns));
        }

        return y;
    }

    /// <summary>[depth, columns] to [columns, depth].</summary>
    private static void Turn(ReadOnlySpan<long> b, Span<long> turned, int depth, int columns)
    {
        for (int k = 0; k < depth; k++)
        {
            for (int column = 0; column < columns; column++)
                turned[(column * depth) + k] = b[(k * columns) + column];
        }
    }
}
