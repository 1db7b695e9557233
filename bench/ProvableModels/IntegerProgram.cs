using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>A Program of the integer profile, written step by step: inputs first, then constants, then steps.</summary>
internal sealed class IntegerProgram : IConstantSource
{
    private readonly List<ProgramInput> _inputs = [];
    private readonly List<Tensor> _tensors = [];
    private readonly List<Constant> _constants = [];
    private readonly List<byte[]> _bytes = [];
    private readonly List<Step> _steps = [];
    private readonly List<ProgramOutput> _outputs = [];
    private readonly Random _random = new(5);

    public ImmutableArray<Tensor> Inputs => [.. _tensors];

    private int Last => _inputs.Count + _constants.Count + _steps.Sum(static step => step.OutputCount) - 1;

    public Program Build() => new([.. _inputs], [.. _constants], [.. _steps], [.. _outputs], Profile: Program.IntegerProfile);

    public ReadOnlyMemory<byte> Read(int index) => _bytes[index];

    /// <summary>An input of 16 bits.</summary>
    public int Input(params ImmutableArray<long> shape) => Input(ElementType.Int16, shape, Bytes(Numbers<short>(shape, -1000, 1000)));

    /// <summary>An input of indices.</summary>
    public int Places(ImmutableArray<long> shape, params long[] elements) => Input(ElementType.Int64, shape, Bytes(elements));

    public int Weights(params ImmutableArray<long> shape) => Constant("i8", shape, Bytes(Numbers<sbyte>(shape, -100, 100)));

    public int Table(params ImmutableArray<long> shape) => Constant("i16", shape, Bytes(Numbers<short>(shape, -1000, 1000)));

    public int Longs(ImmutableArray<long> shape, params long[] elements) => Constant("i64", shape, Bytes(elements));

    public int List(params long[] elements) => Longs([elements.Length], elements);

    public int Number(long element) => Longs([], element);

    public int Bits(ImmutableArray<long> shape, params byte[] elements) => Constant("bool", shape, elements);

    public int Step(string name, int[] inputs, params (string Name, string Value)[] settings) => Steps(name, 1, inputs, settings);

    /// <summary>A step with several outputs; the number of the last.</summary>
    public int Steps(string name, int outputCount, int[] inputs, params (string Name, string Value)[] settings)
    {
        _steps.Add(new(name, [.. inputs], outputCount, settings.ToImmutableSortedDictionary(static setting => setting.Name, static setting => setting.Value, StringComparer.Ordinal), IsTraced: false));
        return Last;
    }

    /// <summary>The value in 64 bits, where sums do not wrap.</summary>
    public int Wide(int value) => Step("Cast", [value], ("to", "i64"));

    /// <summary>These values are shown.</summary>
    public void Output(params ReadOnlySpan<int> values)
    {
        foreach (int value in values)
            _outputs.Add(new($"y{_outputs.Count}", value));
    }

    private int Input(ElementType type, ImmutableArray<long> shape, byte[] bytes)
    {
        _inputs.Add(new($"x{_inputs.Count}", type, [.. shape.Select(static size => size.ToString(CultureInfo.InvariantCulture))]));
        _tensors.Add(new(type, shape, bytes));
        return Last;
    }

    private int Constant(string encoding, ImmutableArray<long> shape, byte[] bytes)
    {
        _constants.Add(new("", encoding, shape, Digest.Sha256(bytes)));
        _bytes.Add(bytes);
        return Last;
    }

    private T[] Numbers<T>(ImmutableArray<long> shape, int least, int largest)
        where T : struct, System.Numerics.INumber<T> =>
        [.. Enumerable.Range(0, (int)Tensor.CountElements(shape)).Select(_ => T.CreateChecked(_random.Next(least, largest + 1)))];

    private static byte[] Bytes<T>(T[] elements)
        where T : struct => MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
}
