using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Arithmetic of shapes inside a run.</summary>
internal static class Shapes
{
    /// <summary>The most dimensions that a value may have.</summary>
    public const int MaxRank = ProgramValidator.MaxRank;

    /// <summary>The product of the dimensions; overflow is refused.</summary>
    public static int ElementCount(ReadOnlySpan<int> shape)
    {
        int count = 1;
        bool hasZero = shape.Contains(0);
        foreach (int dimension in shape)
            count = hasZero ? 0 : checked(count * dimension);
        return count;
    }

    /// <summary>The product of the dimensions from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public static int ElementCount(ReadOnlySpan<int> shape, int first, int end) => ElementCount(shape[first..end]);

    /// <summary>Whether the dimensions are those of a tensor.</summary>
    public static bool AreSame(ReadOnlySpan<int> shape, ImmutableArray<long> other)
    {
        if (shape.Length != other.Length)
            return false;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] != other[axis])
                return false;
        }

        return true;
    }

    /// <summary>As the type that leaves the engine.</summary>
    public static ImmutableArray<long> ToImmutable(ReadOnlySpan<int> shape)
    {
        var builder = ImmutableArray.CreateBuilder<long>(shape.Length);
        foreach (int dimension in shape)
            builder.Add(dimension);
        return builder.MoveToImmutable();
    }

    /// <summary>As inside a run; the dimensions were checked to fit.</summary>
    public static int[] FromImmutable(ImmutableArray<long> shape)
    {
        int[] dimensions = new int[shape.Length];
        for (int axis = 0; axis < dimensions.Length; axis++)
            dimensions[axis] = checked((int)shape[axis]);
        return dimensions;
    }

    /// <summary><c>[2,3]</c>.</summary>
    public static string Describe(ReadOnlySpan<int> shape) => $"[{string.Join(',', shape.ToArray())}]";
}
