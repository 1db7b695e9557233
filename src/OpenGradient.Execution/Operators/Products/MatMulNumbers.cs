using System.Numerics;
using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The matrix product of numbers that no kernel knows, as the specification has it: s = 0, then s = s + a · b, k ascending; of <c>f64</c> with one rounding.</summary>
internal readonly struct MatMulNumbers(StepRun run, Value a, Value b, Value y, int[] batch, int[] left, int[] right) : INumberTask
{
    /// <inheritdoc/>
    public void Run<T>()
        where T : unmanaged, INumber<T>
    {
        if (y.ElementCount == 0)
            return;
        int rows = left[^2];
        int depth = left[^1];
        int outputs = right[^1];
        var walk = new BatchWalk(batch, left[..^2], right[..^2]);
        int count = Interpreter.Shapes.ElementCount(batch);
        for (int index = 0; index < count; index++)
        {
            (int leftMatrix, int rightMatrix) = walk.At(index);
            ReadOnlySpan<T> x = a.Words<T>().Slice(leftMatrix * rows * depth, rows * depth);
            ReadOnlySpan<T> w = b.Words<T>().Slice(rightMatrix * depth * outputs, depth * outputs);
            Span<T> z = y.WritableWords<T>().Slice(index * rows * outputs, rows * outputs);
            z.Clear();
            for (int row = 0; row < rows; row++)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                AddRow(x.Slice(row * depth, depth), w, z.Slice(row * outputs, outputs));
            }
        }
    }

    private static void AddRow<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> z)
        where T : unmanaged, INumber<T>
    {
        for (int k = 0; k < x.Length; k++)
        {
            ReadOnlySpan<T> weights = w.Slice(k * z.Length, z.Length);
            for (int output = 0; output < z.Length; output++)
                z[output] = Number.MultiplyAdd(x[k], weights[output], z[output]);
        }
    }
}
