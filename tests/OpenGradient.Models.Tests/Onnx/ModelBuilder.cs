namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Builds small ONNX models, well-formed or not.</summary>
internal sealed class ModelBuilder
{
    private readonly ProtoWriter _graph = new();

    public long Opset { get; init; } = 17;

    public ModelBuilder Input(string name, int type, params ReadOnlySpan<long> shape) => ValueInfo(11, name, type, shape);

    public ModelBuilder Output(string name) => ValueInfo(12, name, 1, []);

    public ModelBuilder Node(string type, string name, string[] inputs, string[] outputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        foreach (string output in outputs)
            node.Text(2, output);
        node.Text(3, name).Text(4, type);
        foreach (ProtoWriter attribute in attributes)
            node.Message(5, attribute);
        _graph.Message(1, node);
        return this;
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

    public byte[] Build() => new ProtoWriter().Integer(1, 8).Message(8, new ProtoWriter().Integer(2, Opset)).Message(7, _graph).ToArray();

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
