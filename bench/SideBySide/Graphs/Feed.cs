using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>One input of a run.</summary>
internal sealed record Feed(string Name, Tensor Tensor)
{
    /// <summary>Numbers around a middle from a fixed seed, row after row.</summary>
    public static Feed Floats(string name, float middle, params ReadOnlySpan<long> shape)
    {
        ImmutableArray<long> dimensions = [.. shape];
        float[] elements = new float[Tensor.CountElements(dimensions)];
        var random = new Random(7);
        foreach (ref float element in elements.AsSpan())
            element = middle + ((random.NextSingle() - 0.5f) * 3f);
        return new Feed(name, Tensor.Create<float>(ElementType.Float32, dimensions, elements));
    }

    public static Feed Tokens<T>(string name, ElementType type, int vocabulary, params ReadOnlySpan<long> shape)
        where T : unmanaged, INumber<T>
    {
        ImmutableArray<long> dimensions = [.. shape];
        T[] elements = new T[Tensor.CountElements(dimensions)];
        var random = new Random(7);
        foreach (ref T element in elements.AsSpan())
            element = T.CreateChecked(random.Next(vocabulary));
        return new Feed(name, Tensor.Create<T>(type, dimensions, elements));
    }
}
