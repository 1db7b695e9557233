using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A Program with its constants and inputs, put together by hand.</summary>
internal sealed class SampleModel : IConstantSource
{
    private readonly List<(Tensor Tensor, bool IsConstant)> _values = [];
    private readonly Dictionary<Tensor, (string Encoding, long[] Shape)> _stored = []; // constants whose bytes are not elements
    private readonly List<(string Name, int[] Inputs, int OutputCount, ImmutableSortedDictionary<string, string> Attributes)> _steps = [];
    private readonly Random _random;

    public SampleModel(int seed) => _random = new Random(seed);

    public ReadOnlyMemory<byte> Read(int index) => _values.Where(static value => value.IsConstant).ElementAt(index).Tensor.Bytes;

    public ImmutableArray<Tensor> Inputs => [.. _values.Where(static value => !value.IsConstant).Select(static value => value.Tensor)];

    /// <summary>Adds an input, and gives it the number -2 - i for the i-th value; steps have the numbers 0, 1, 2, ….</summary>
    public int Input(Tensor tensor) => Add(tensor, isConstant: false);

    public int Constant(Tensor tensor) => Add(tensor, isConstant: true);

    public int Floats(params long[] shape) => Input(RandomFloats(shape));

    public int Weights(params long[] shape) => Constant(RandomFloats(shape));

    /// <summary>Weights in a block encoding: random bytes, with scales of 1.</summary>
    public int Blocks(string encoding, params long[] shape)
    {
        byte[] bytes = new byte[StoredEncodings.TryFind(encoding, out StoredEncoding? stored) ? stored.LengthBytes(Tensor.CountElements([.. shape])) : 0];
        _random.NextBytes(bytes);
        for (int block = 0; block < bytes.Length; block += stored!.BlockBytes)
            BitConverter.TryWriteBytes(bytes.AsSpan(block), (Half)1f);
        var tensor = new Tensor(ElementType.UInt8, [bytes.Length], bytes);
        _stored.Add(tensor, (encoding, shape));
        return Constant(tensor);
    }

    public int Longs(params long[] elements) => Input(Tensor.Create<long>(ElementType.Int64, [elements.Length], elements));

    public int Step(string name, int[] inputs, int outputCount = 1, params string[] attributes)
    {
        var settings = attributes.Select(static text => text.Split('=', 2)).ToImmutableSortedDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        _steps.Add((name, inputs, outputCount, settings));
        return _steps.Take(_steps.Count - 1).Sum(static step => step.OutputCount);
    }

    public Tensor RandomFloats(params long[] shape)
    {
        float[] elements = [.. Enumerable.Range(0, (int)Tensor.CountElements([.. shape])).Select(_ => (float)((_random.NextDouble() * 2) - 1))];
        return Tensor.Create<float>(ElementType.Float32, [.. shape], elements);
    }

    public Program Build(string? output = null)
    {
        int inputCount = _values.Count(static value => !value.IsConstant);
        int Place(int value)
        {
            if (value >= 0)
                return _values.Count + value;
            if (value == Programs.Step.Absent)
                return value;
            int index = -2 - value;
            bool isConstant = _values[index].IsConstant;
            int before = _values.Take(index).Count(other => other.IsConstant == isConstant);
            return isConstant ? inputCount + before : before;
        }

        int valueCount = _values.Count + _steps.Sum(static step => step.OutputCount);
        return new Program(
            [.. Inputs.Select(static (tensor, index) => new ProgramInput($"x{index}", tensor.Type, [.. tensor.Shape.Select(static size => size.ToString(CultureInfo.InvariantCulture))]))],
            [.. _values.Where(static value => value.IsConstant).Select((value, index) => Describe(value.Tensor, index))],
            [.. _steps.Select(step => new Step(step.Name, [.. step.Inputs.Select(Place)], step.OutputCount, step.Attributes, IsTraced: true))],
            [new ProgramOutput(output ?? "y", valueCount - 1)]);
    }

    private Constant Describe(Tensor tensor, int index) => _stored.TryGetValue(tensor, out (string Encoding, long[] Shape) stored)
        ? new Constant($"c{index}", stored.Encoding, [.. stored.Shape], Digest.Sha256(tensor.Bytes))
        : new Constant($"c{index}", tensor.Type.CanonicalName(), tensor.Shape, Digest.Sha256(tensor.Bytes));

    private int Add(Tensor tensor, bool isConstant)
    {
        _values.Add((tensor, isConstant));
        return -1 - _values.Count;
    }
}
