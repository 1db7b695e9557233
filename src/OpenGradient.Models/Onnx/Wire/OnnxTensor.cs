using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Wire;

/// <summary>TensorProto: dims 1, data_type 2, float_data 4, int32_data 5, int64_data 7, name 8, raw_data 9, double_data 10, uint64_data 11, external_data 13, data_location 14.</summary>
internal sealed class OnnxTensor
{
    private OnnxTensor()
    {
    }

    public string Name { get; private set; } = "";

    public OnnxDataType DataType { get; private set; }

    public List<long> Dimensions { get; } = [];

    public ReadOnlyMemory<byte>? Raw { get; private set; }

    public List<float> Floats { get; } = [];

    public List<long> Int32s { get; } = [];

    public List<long> Int64s { get; } = [];

    public List<double> Doubles { get; } = [];

    /// <summary>The numbers of uint64_data, by their bits.</summary>
    public List<long> UInt64s { get; } = [];

    public bool IsExternal { get; private set; }

    /// <summary>location, offset, length.</summary>
    public SortedDictionary<string, string> External { get; } = new(StringComparer.Ordinal);

    public static OnnxTensor Read(ReadOnlyMemory<byte> message)
    {
        var tensor = new OnnxTensor();
        var reader = new ProtoReader(message);
        while (reader.Next())
            tensor.ReadField(ref reader);
        return tensor;
    }

    /// <summary>As <see cref="Read(ReadOnlyMemory{byte})"/>, under another name.</summary>
    public static OnnxTensor Read(ReadOnlyMemory<byte> message, string name)
    {
        OnnxTensor tensor = Read(message);
        tensor.Name = name;
        return tensor;
    }

    private void ReadField(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                reader.AppendInt64(Dimensions);
                break;
            case 2:
                DataType = (OnnxDataType)reader.Int32();
                break;
            case 3:
                throw new InvalidInputException(InvalidInputKind.Unsupported, $"tensor '{Name}'", $"Tensor '{Name}' is a segment of a larger one.");
            case 4:
                reader.AppendFloat(Floats);
                break;
            case 5:
                reader.AppendInt64(Int32s);
                break;
            case 7:
                reader.AppendInt64(Int64s);
                break;
            case 8:
                Name = reader.Text();
                break;
            case 9:
                Raw = reader.Bytes();
                break;
            case 10:
                reader.AppendDouble(Doubles);
                break;
            case 11:
                reader.AppendInt64(UInt64s);
                break;
            case 13:
                ReadExternal(reader.Bytes());
                break;
            case 14:
                IsExternal = reader.Int32() == 1;
                break;
        }
    }

    /// <summary>StringStringEntryProto: key 1, value 2.</summary>
    private void ReadExternal(ReadOnlyMemory<byte> message)
    {
        string key = "";
        string value = "";
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                key = reader.Text();
            else if (reader.Field == 2)
                value = reader.Text();
        }

        External[key] = value;
    }
}
