using System.Globalization;

namespace OpenGradient.Models.Onnx.Wire;

/// <summary>ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1, sequence_type 4, map_type 5, opaque_type 7, sparse_tensor_type 8, optional_type 9; its elem_type 1, shape 2; its dim 1; its dim_value 1, dim_param 2.</summary>
internal sealed class OnnxValueInfo
{
    private OnnxValueInfo()
    {
    }

    public string Name { get; private set; } = "";

    public bool IsTensor => Kind == "tensor";

    /// <summary>What it is, for messages: a tensor, a sequence and so on; empty where the model says nothing.</summary>
    public string Kind { get; private set; } = "";

    public OnnxDataType DataType { get; private set; }

    /// <summary>A decimal number, a name, or empty where the model says nothing; null without any shape.</summary>
    public List<string>? Dimensions { get; private set; }

    public static OnnxValueInfo Read(ReadOnlyMemory<byte> message)
    {
        var info = new OnnxValueInfo();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                info.Name = reader.Text();
            else if (reader.Field == 2)
                info.ReadType(reader.Bytes());
        }

        return info;
    }

    private void ReadType(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            Kind = KindOf(reader.Field) ?? Kind;
            if (reader.Field == 1)
                ReadTensorType(reader.Bytes());
        }
    }

    private void ReadTensorType(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                DataType = (OnnxDataType)reader.Int32();
            else if (reader.Field == 2)
                ReadShape(reader.Bytes());
        }
    }

    private void ReadShape(ReadOnlyMemory<byte> message)
    {
        Dimensions = [];
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                Dimensions.Add(ReadDimension(reader.Bytes()));
        }
    }

    private static string? KindOf(int field) => field switch
    {
        1 => "tensor",
        4 => "sequence",
        5 => "map",
        7 => "opaque value",
        8 => "sparse tensor",
        9 => "optional",
        _ => null,
    };

    private static string ReadDimension(ReadOnlyMemory<byte> message)
    {
        string dimension = "";
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                dimension = reader.Int64().ToString(CultureInfo.InvariantCulture);
            else if (reader.Field == 2)
                dimension = reader.Text();
        }

        return dimension;
    }
}
