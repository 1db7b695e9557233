namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Builds small ONNX models, well-formed or not.</summary>
internal sealed class ModelBuilder
{
    private readonly ProtoWriter _graph = new();
    private readonly ProtoWriter _model = new();

    public long Opset { get; init; } = 17;

    public ModelBuilder Input(string name, int type, params ReadOnlySpan<long> shape) => ValueInfo(11, name, type, shape);

    /// <summary>An input with dimensions that are numbers or names.</summary>
    public ModelBuilder InputNamed(string name, int type, params ReadOnlySpan<string> shape)
    {
        var dimensions = new ProtoWriter();
        foreach (string dimension in shape)
            dimensions.Message(1, long.TryParse(dimension, out long number) ? new ProtoWriter().Integer(1, number) : new ProtoWriter().Text(2, dimension));
        ProtoWriter tensor = new ProtoWriter().Integer(1, type).Message(2, dimensions);
        _graph.Message(11, new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor)));
        return this;
    }

    public ModelBuilder Output(string name) => ValueInfo(12, name, 1, []);

    public ModelBuilder Output(string name, int type, params ReadOnlySpan<long> shape) => ValueInfo(12, name, type, shape);

    public ModelBuilder Node(string type, string name, string[] inputs, string[] outputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        _graph.Message(1, NodeOf(type, name, inputs, outputs, attributes));
        return this;
    }

    /// <summary>A node of an operator that the model defines itself, in the domain "own".</summary>
    public ModelBuilder Call(string function, string[] inputs, string[] outputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        _graph.Message(1, NodeOf(function, "", inputs, outputs, attributes).Text(7, "own"));
        return this;
    }

    /// <summary>A node of the domain "ai.onnx.ml".</summary>
    public ModelBuilder Learned(string type, string[] inputs, string[] outputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        _graph.Message(1, NodeOf(type, "n", inputs, outputs, attributes).Text(7, "ai.onnx.ml"));
        return this;
    }

    /// <summary>An operator of the domain "own", in operator set 17.</summary>
    public ModelBuilder Function(string name, string[] inputs, string[] outputs, params ReadOnlySpan<ProtoWriter> nodes)
    {
        ProtoWriter function = new ProtoWriter().Text(1, name).Text(10, "own").Message(9, new ProtoWriter().Text(1, "").Integer(2, 17));
        foreach (string input in inputs)
            function.Text(4, input);
        foreach (string output in outputs)
            function.Text(5, output);
        foreach (ProtoWriter node in nodes)
            function.Message(7, node);
        _model.Message(25, function);
        return this;
    }

    public static ProtoWriter NodeOf(string type, string name, string[] inputs, string[] outputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        foreach (string output in outputs)
            node.Text(2, output);
        node.Text(3, name).Text(4, type);
        foreach (ProtoWriter attribute in attributes)
            node.Message(5, attribute);
        return node;
    }

    public ModelBuilder Initializer(string name, int type, long[] shape, byte[] raw)
    {
        _graph.Message(5, Tensor(name, type, shape).Bytes(9, raw));
        return this;
    }

    public ModelBuilder External(string name, long[] shape, string location, string offset = "0")
    {
        ProtoWriter tensor = Tensor(name, 1, shape).Integer(14, 1)
            .Message(13, new ProtoWriter().Text(1, "location").Text(2, location))
            .Message(13, new ProtoWriter().Text(1, "offset").Text(2, offset));
        _graph.Message(5, tensor);
        return this;
    }

    public static ProtoWriter Integers(string name, params ReadOnlySpan<long> numbers)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name).Integer(20, 7);
        foreach (long number in numbers)
            attribute.Integer(8, number);
        return attribute;
    }

    public static ProtoWriter Integer(string name, long number) => new ProtoWriter().Text(1, name).Integer(3, number).Integer(20, 2);

    public static ProtoWriter Float(string name, float number) => new ProtoWriter().Text(1, name).Fixed32(2, BitConverter.SingleToUInt32Bits(number)).Integer(20, 1);

    public static ProtoWriter Floats(string name, params ReadOnlySpan<float> numbers)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name).Integer(20, 6);
        foreach (float number in numbers)
            attribute.Fixed32(7, BitConverter.SingleToUInt32Bits(number));
        return attribute;
    }

    public static ProtoWriter Texts(string name, params ReadOnlySpan<string> texts)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name).Integer(20, 8);
        foreach (string text in texts)
            attribute.Text(9, text);
        return attribute;
    }

    public static ProtoWriter Text(string name, string text) => new ProtoWriter().Text(1, name).Text(4, text).Integer(20, 3);

    /// <summary>An attribute in a function's body that stands for one of the calling node.</summary>
    public static ProtoWriter Reference(string name, string of, int type) => new ProtoWriter().Text(1, name).Integer(20, type).Text(21, of);

    /// <summary>A sub-graph.</summary>
    public static ProtoWriter Graph(string name, ModelBuilder graph) => new ProtoWriter().Text(1, name).Message(6, graph._graph).Integer(20, 5);

    public byte[] Build() =>
        new ProtoWriter().Integer(1, 8).Message(8, new ProtoWriter().Integer(2, Opset)).Message(7, _graph).Raw(_model.ToArray()).ToArray();

    private static ProtoWriter Tensor(string name, int type, long[] shape)
    {
        var tensor = new ProtoWriter();
        foreach (long dimension in shape)
            tensor.Integer(1, dimension);
        return tensor.Integer(2, type).Text(8, name);
    }

    private ModelBuilder ValueInfo(int field, string name, int type, ReadOnlySpan<long> shape)
    {
        var dimensions = new ProtoWriter();
        foreach (long dimension in shape)
            dimensions.Message(1, new ProtoWriter().Integer(1, dimension));
        ProtoWriter tensor = new ProtoWriter().Integer(1, type).Message(2, dimensions);
        _graph.Message(field, new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor)));
        return this;
    }
}
