using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

/// <summary>A Program of one step, built and run; inputs may be made constants.</summary>
internal sealed class SingleStep(string name)
{
    private readonly List<Tensor?> _tensors = [];
    private readonly List<bool> _areConstant = [];
    private ImmutableSortedDictionary<string, string> _attributes = ImmutableSortedDictionary<string, string>.Empty;

    public SingleStep With(string attribute, string text)
    {
        _attributes = _attributes.Add(attribute, text);
        return this;
    }

    public SingleStep With(string attribute, float number) => With(attribute, $"0x{BitConverter.SingleToUInt32Bits(number):x8}");

    public SingleStep Input(Tensor? tensor)
    {
        _tensors.Add(tensor);
        _areConstant.Add(false);
        return this;
    }

    public SingleStep Input(float[] elements, params ReadOnlySpan<long> shape) => Input(Floats(elements, shape));

    public SingleStep Constant(float[] elements, params ReadOnlySpan<long> shape)
    {
        Input(elements, shape);
        _areConstant[^1] = true;
        return this;
    }

    public SingleStep Constant(Tensor tensor)
    {
        Input(tensor);
        _areConstant[^1] = true;
        return this;
    }

    public SingleStep None() => Input((Tensor?)null);

    public ImmutableArray<Tensor> Run(int outputCount = 1)
    {
        int[] order = [.. Enumerable.Range(0, _tensors.Count).Where(i => _tensors[i] is not null && !_areConstant[i]), .. Enumerable.Range(0, _tensors.Count).Where(i => _areConstant[i])];
        Tensor[] constants = [.. order.Where(i => _areConstant[i]).Select(i => _tensors[i]!)];
        var program = new Program(
            [.. order.Where(i => !_areConstant[i]).Select(i => new ProgramInput($"x{i}", _tensors[i]!.Type, [.. _tensors[i]!.Shape.Select(static d => d.ToString(CultureInfo.InvariantCulture))]))],
            [.. constants.Select((tensor, i) => new Constant($"c{i}", tensor.Type.CanonicalName(), tensor.Shape, Digest.Sha256(tensor.Bytes)))],
            [new Step(name, [.. Enumerable.Range(0, _tensors.Count).Select(i => Array.IndexOf(order, i))], outputCount, _attributes, IsTraced: true)],
            [.. Enumerable.Range(0, outputCount).Select(i => new ProgramOutput($"y{i}", order.Length + i))]);
        Tensor[] inputs = [.. order.Where(i => !_areConstant[i]).Select(i => _tensors[i]!)];
        return Executable.Load(program, new Constants(constants)).Run(inputs, default).Outputs;
    }

    public float[] Floats(int outputCount = 1, int output = 0) => Run(outputCount)[output].As<float>().ToArray();

    public InvalidInputException Refused() => Assert.Throws<InvalidInputException>(() => Run());

    public static Tensor Floats(float[] elements, params ReadOnlySpan<long> shape) => Tensor.Create<float>(ElementType.Float32, [.. shape], elements);

    public static Tensor Longs(params long[] elements) => Tensor.Create<long>(ElementType.Int64, [elements.Length], elements);

    private sealed class Constants(Tensor[] tensors) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => tensors[index].Bytes;
    }
}
