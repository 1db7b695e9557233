using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Moves elements by one map for each axis: y[i, j, …] = x[map0[i], map1[j], …], or the fill where a map says -1.</summary>
internal static class AxisMaps
{
    /// <summary>y has as many elements along each axis as its map has entries; <paramref name="fill"/> is one element, or empty for zero.</summary>
    public static void Run(Value x, int[][] maps, ReadOnlySpan<byte> fill, Value y)
    {
        switch (x.Type.SizeBytes())
        {
            case 1:
                Move<byte>(x.Bytes, x.Shape, maps, fill.IsEmpty ? default : fill[0], y.Bytes);
                break;
            case 2:
                Move(x.Words<short>(), x.Shape, maps, fill.IsEmpty ? default : MemoryMarshal.Read<short>(fill), y.WritableWords<short>());
                break;
            case 4:
                Move(x.Words<int>(), x.Shape, maps, fill.IsEmpty ? default : MemoryMarshal.Read<int>(fill), y.WritableWords<int>());
                break;
            default:
                Move(x.Words<long>(), x.Shape, maps, fill.IsEmpty ? default : MemoryMarshal.Read<long>(fill), y.WritableWords<long>());
                break;
        }
    }

    private static void Move<T>(ReadOnlySpan<T> x, int[] shape, int[][] maps, T fill, Span<T> y)
    {
        int[] steps = StridedCopy.Steps(shape);
        int[] index = new int[maps.Length];
        for (int position = 0; position < y.Length; position++)
        {
            int offset = 0;
            for (int axis = 0; axis < maps.Length && offset >= 0; axis++)
            {
                int source = maps[axis][index[axis]];
                offset = source < 0 ? -1 : offset + (source * steps[axis]);
            }

            y[position] = offset < 0 ? fill : x[offset];
            for (int axis = maps.Length - 1; axis >= 0 && ++index[axis] == maps[axis].Length; axis--)
                index[axis] = 0;
        }
    }
}
