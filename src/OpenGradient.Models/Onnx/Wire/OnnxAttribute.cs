namespace OpenGradient.Models.Onnx.Wire;

/// <summary>AttributeProto: name 1, f 2, i 3, s 4, t 5, g 6, floats 7, ints 8, strings 9, type 20.</summary>
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

    public bool HasGraph { get; private set; }

    public List<float> Floats { get; } = [];

    public List<long> Integers { get; } = [];

    public List<ReadOnlyMemory<byte>> Strings { get; } = [];

    public static OnnxAttribute Read(ReadOnlyMemory<byte> message)
    {
        var attribute = new OnnxAttribute();
        var reader = new ProtoReader(message);
        while (reader.Next())
            attribute.ReadField(ref reader);
        return attribute;
    }

    private void ReadField(ref ProtoReader reader)
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
            case 6 or 11:
                HasGraph = true;
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
