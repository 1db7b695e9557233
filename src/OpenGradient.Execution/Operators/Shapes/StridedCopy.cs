using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Moves elements of any type by steps; elements are moved, never computed, so NaNs and integers pass as they are.</summary>
internal static class StridedCopy
{
    /// <summary>y, row-major in its shape, takes x[offset + Σ index · step]; y must have at least one axis.</summary>
    public static void Run(Value x, ReadOnlySpan<int> steps, int offset, Value y, Workers workers)
    {
        if (y.ElementCount == 0)
            return;
        switch (x.Type.SizeBytes())
        {
            case 1:
                Permutation.CopyStrided<byte>(x.Bytes, y.Shape, steps, offset, y.Bytes, workers);
                break;
            case 2:
                Permutation.CopyStrided(As<short>(x), y.Shape, steps, offset, As<short>(y), workers);
                break;
            case 4:
                Permutation.CopyStrided(As<int>(x), y.Shape, steps, offset, As<int>(y), workers);
                break;
            default:
                Permutation.CopyStrided(As<long>(x), y.Shape, steps, offset, As<long>(y), workers);
                break;
        }
    }

    /// <summary>The distance between neighbours along each axis.</summary>
    public static int[] Steps(ReadOnlySpan<int> shape)
    {
        int[] steps = new int[shape.Length];
        int step = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            steps[axis] = step;
            step *= Math.Max(1, shape[axis]);
        }

        return steps;
    }

    private static Span<T> As<T>(Value value)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(value.Bytes);
}
