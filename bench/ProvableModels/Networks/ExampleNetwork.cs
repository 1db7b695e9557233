using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>A network of the kind that other provers show as examples: the same shapes and operators, random weights.</summary>
/// <param name="Name">As its origin calls it.</param>
/// <param name="Create">Builds the graph.</param>
internal sealed record ExampleNetwork(string Name, Action<GraphBuilder> Create)
{
    /// <summary>The least number of an input of real numbers.</summary>
    public float Low { get; init; } = -1f;

    /// <summary>The greatest number of an input of real numbers.</summary>
    public float High { get; init; } = 1f;

    /// <summary>Integer inputs lie below this.</summary>
    public int Bound { get; init; } = 8;

    /// <summary>Whether it takes more than about a second to prove: too long for every test run.</summary>
    public bool IsLarge { get; init; }

    /// <summary>The model's file.</summary>
    public byte[] ToOnnx()
    {
        var graph = new GraphBuilder(seed: 5);
        Create(graph);
        return graph.ToArray();
    }

    /// <summary>Random inputs; an axis without a number has one element.</summary>
    public ImmutableArray<Tensor> Inputs(Program program, int seed)
    {
        var random = new Random(seed);
        return [.. program.Inputs.Select(input => Input(input, random))];
    }

    private Tensor Input(ProgramInput input, Random random)
    {
        ImmutableArray<long> shape = [.. input.Shape.Select(static text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 1)];
        int count = (int)Tensor.CountElements(shape);
        return input.Type switch
        {
            ElementType.Float32 => Tensor.Create<float>(input.Type, shape, Draw(count, () => Low + ((High - Low) * random.NextSingle()))),
            ElementType.Float64 => Tensor.Create<double>(input.Type, shape, Draw(count, () => Low + ((High - Low) * random.NextDouble()))),
            ElementType.Float16 => Tensor.Create<Half>(input.Type, shape, Draw(count, () => (Half)(Low + ((High - Low) * random.NextSingle())))),
            ElementType.UInt8 => Tensor.Create<byte>(input.Type, shape, Draw(count, () => (byte)random.Next(256))),
            ElementType.Int64 => Tensor.Create<long>(input.Type, shape, Draw(count, () => random.NextInt64(Bound))),
            ElementType.Int32 => Tensor.Create<int>(input.Type, shape, Draw(count, () => random.Next(Bound))),
            ElementType.Bool => Tensor.Create<byte>(input.Type, shape, Draw(count, () => (byte)random.Next(2))),
            _ => throw new NotSupportedException($"No example has an input of {input.Type}."),
        };
    }

    private static T[] Draw<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
