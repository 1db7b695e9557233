namespace OpenGradient.Models.Onnx.Wire;

/// <summary>AttributeProto: name 1, f 2, i 3, s 4, t 5, g 6, floats 7, ints 8, strings 9, tensors 10, graphs 11, type 20, ref_attr_name 21.</summary>
internal sealed class OnnxAttribute
{
    private OnnxAttribute()
    {
    }

    public string Name { get; private set; } = "";

    public float Float { get; private set; }

    public long Integer { get; private set; }

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public OnnxTensor? Tensor { get; private set; }

    public OnnxGraph? Graph { get; private set; }

    /// <summary>In the body of a function, the attribute of the calling node that stands here; else empty.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>Whether it holds a list of graphs, which no operator of the standard takes.</summary>
    public bool HasGraphList { get; private set; }

    public List<float> Floats { get; } = [];

    public List<long> Integers { get; } = [];

    public List<ReadOnlyMemory<byte>> Strings { get; } = [];

    /// <param name="message">The message.</param>
    /// <param name="depth">How many graphs it lies in.</param>
    public static OnnxAttribute Read(ReadOnlyMemory<byte> message, int depth)
    {
        var attribute = new OnnxAttribute();
        var reader = new ProtoReader(message);
        while (reader.Next())
            attribute.ReadField(ref reader, depth);
        return attribute;
    }

    private void ReadField(ref ProtoReader reader, int depth)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.Text();
                break;
            case 2:
                Float = reader.Float();
                break;
            case 3:
                Integer = reader.Int64();
                break;
            case 4:
                Bytes = reader.Bytes();
                break;
            case 5:
                Tensor = OnnxTensor.Read(reader.Bytes());
                break;
            case 6:
                Graph = OnnxGraph.Read(reader.Bytes(), depth + 1);
                break;
            case 11:
                HasGraphList = true;
                break;
            case 21:
                Reference = reader.Text();
                break;
            case 7:
                reader.AppendFloat(Floats);
                break;
            case 8:
                reader.AppendInt64(Integers);
                break;
            case 9:
                Strings.Add(reader.Bytes());
                break;
        }
    }
}
