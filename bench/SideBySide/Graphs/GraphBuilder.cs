using System.Runtime.InteropServices;

namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>An ONNX graph in the making; weights are random numbers from a fixed seed.</summary>
internal sealed class GraphBuilder(int seed)
{
    private readonly ProtoWriter _graph = new ProtoWriter().Text(2, "graph");
    private readonly Random _random = new(seed);
    private int _nextName;

    /// <summary>A graph input; dimension -1 is called <c>batch</c>.</summary>
    public string Input(string name, int type, params ReadOnlySpan<int> shape)
    {
        _graph.Message(11, ValueInfo(name, type, shape));
        return name;
    }

    public void Output(string name, params ReadOnlySpan<int> shape) => OutputOf(FloatType, name, shape);

    public void OutputOf(int type, string name, params ReadOnlySpan<int> shape) => _graph.Message(12, ValueInfo(name, type, shape));

    /// <summary>Adds a node with one output and names it.</summary>
    public string Node(string operatorName, string[] inputs, params (string Name, object Value)[] attributes) => Nodes("", operatorName, 1, inputs, attributes)[0];

    /// <summary>Adds a node of a domain with so many outputs, and names them.</summary>
    public string[] Nodes(string domain, string operatorName, int outputCount, string[] inputs, params (string Name, object Value)[] attributes)
    {
        string[] outputs = new string[outputCount];
        var node = new ProtoWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        foreach (ref string output in outputs.AsSpan())
            node.Text(2, output = $"{operatorName}_{_nextName++}");
        node.Text(3, outputs[0]).Text(4, operatorName);
        if (domain.Length > 0)
            node.Text(7, domain);
        foreach ((string name, object value) in attributes)
            node.Message(5, Attribute(name, value));
        _graph.Message(1, node);
        return outputs;
    }

    /// <summary>Normally distributed weights that keep the size of what passes through.</summary>
    public string Weights(float gain, params ReadOnlySpan<int> shape)
    {
        float[] elements = new float[Count(shape)];
        int fan = shape.Length > 1 ? elements.Length / shape[0] : 1;
        float deviation = shape.Length > 1 ? gain / MathF.Sqrt(fan) : gain;
        for (int i = 0; i < elements.Length; i++)
            elements[i] = Normal() * deviation;
        return Floats(elements, shape);
    }

    public string Floats(ReadOnlySpan<float> elements, params ReadOnlySpan<int> shape) =>
        Constant(FloatType, MemoryMarshal.AsBytes(elements), shape);

    public string Scalar(float value) => Floats([value]);

    /// <summary>A number without dimensions.</summary>
    public string Long(long value) => Constant(LongType, BitConverter.GetBytes(value));

    public string Longs(params ReadOnlySpan<long> elements) => Constant(LongType, MemoryMarshal.AsBytes(elements), elements.Length);

    /// <summary>Signed bytes from -127 to 127, most of them small.</summary>
    public string SignedBytes(params ReadOnlySpan<int> shape)
    {
        byte[] elements = new byte[Count(shape)];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = unchecked((byte)(sbyte)Math.Clamp((int)MathF.Round(Normal() * 40f), -127, 127));
        return Constant(SignedByteType, elements, shape);
    }

    public string Constant(int type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> shape)
    {
        string name = $"w{_nextName++}";
        var tensor = new ProtoWriter();
        foreach (int dimension in shape)
            tensor.Integer(1, dimension);
        _graph.Message(5, tensor.Integer(2, type).Text(8, name).Bytes(9, bytes));
        return name;
    }

    /// <summary>The model file.</summary>
    public byte[] ToArray() => new ProtoWriter()
        .Integer(1, 8)
        .Text(2, "side-by-side")
        .Message(7, _graph)
        .Message(8, new ProtoWriter().Text(1, string.Empty).Integer(2, 17))
        .Message(8, new ProtoWriter().Text(1, TreeDomain).Integer(2, 3))
        .ToArray();

    public const int FloatType = 1;
    public const int ByteType = 2;
    public const int SignedByteType = 3;
    public const int IntType = 6;
    public const int LongType = 7;
    public const int BoolType = 9;
    public const int DoubleType = 11;

    /// <summary>The domain of tree ensembles.</summary>
    public const string TreeDomain = "ai.onnx.ml";

    // Nearly so, by a sum of four: a logarithm would be the system's own, and the weights of another machine would be others.
    private float Normal() => (_random.NextSingle() + _random.NextSingle() + _random.NextSingle() + _random.NextSingle() - 2f) * 1.7320508f;

    private static ProtoWriter ValueInfo(string name, int type, ReadOnlySpan<int> shape)
    {
        var dimensions = new ProtoWriter();
        foreach (int dimension in shape)
            dimensions.Message(1, dimension < 0 ? new ProtoWriter().Text(2, "batch") : new ProtoWriter().Integer(1, dimension));
        ProtoWriter tensor = new ProtoWriter().Integer(1, type).Message(2, dimensions);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }

    private static ProtoWriter Attribute(string name, object value)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name);
        if (value is float number)
            return attribute.Float(2, number).Integer(20, 1);
        if (value is int integer)
            return attribute.Integer(3, integer).Integer(20, 2);
        if (value is string text)
            return attribute.Text(4, text).Integer(20, 3);
        if (value is float[] numbers)
        {
            foreach (float element in numbers)
                attribute.Float(7, element);
            return attribute.Integer(20, 6);
        }

        if (value is string[] texts)
        {
            foreach (string element in texts)
                attribute.Text(9, element);
            return attribute.Integer(20, 8);
        }

        foreach (int element in (int[])value)
            attribute.Integer(8, element);
        return attribute.Integer(20, 7);
    }

    private static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int dimension in shape)
            count *= dimension;
        return count;
    }
}
