using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models.Onnx;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx.Fusion;

/// <summary>A small network of f32, written node by node, then compiled: which steps it has, and what it computes.</summary>
internal sealed class Net(long opset = 17)
{
    private readonly ModelBuilder _model = new() { Opset = opset };
    private int _count;

    public string Input(string name, params ReadOnlySpan<long> shape)
    {
        _model.Input(name, 1, shape);
        return name;
    }

    public string Floats(float[] numbers, params ReadOnlySpan<long> shape) => Constant(1, MemoryMarshal.AsBytes(numbers.AsSpan()), shape);

    public string Scalar(float number) => Floats([number]);

    public string Longs(params long[] numbers) => Constant(7, MemoryMarshal.AsBytes(numbers.AsSpan()), numbers.Length);

    public string Constant(int type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> shape)
    {
        string name = $"c{_count++}";
        _model.Initializer(name, type, shape.ToArray(), bytes.ToArray());
        return name;
    }

    public string Node(string type, string[] inputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        string name = $"v{_count++}";
        _model.Node(type, name, inputs, [name], attributes);
        return name;
    }

    public Net Output(string name)
    {
        _model.Output(name);
        return this;
    }

    public string[] Operators()
    {
        using OpenedModel model = Open();
        return [.. model.Program.Steps.Select(static step => step.Operator)];
    }

    public Step[] Steps()
    {
        using OpenedModel model = Open();
        return [.. model.Program.Steps];
    }

    public Tensor[] Run(params Tensor[] inputs)
    {
        using OpenedModel model = Open();
        return [.. Executable.Load(model.Program, model.Constants).Run(inputs, default).Outputs];
    }

    public static Tensor Tensor(float[] numbers, params ReadOnlySpan<long> shape) => Programs.Tensor.Create<float>(ElementType.Float32, [.. shape], numbers);

    public static float[] Moderate(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 4f)];
    }

    private OpenedModel Open() => OnnxModelReader.Read(_model.Build(), new ExternalData(null));
}
