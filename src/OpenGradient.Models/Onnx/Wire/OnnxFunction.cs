namespace OpenGradient.Models.Onnx.Wire;

/// <summary>FunctionProto: name 1, input 4, output 5, attribute 6, node 7, opset_import 9, domain 10, attribute_proto 11, overload 13.</summary>
internal sealed class OnnxFunction
{
    private OnnxFunction()
    {
    }

    public string Domain { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Overload { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Attributes that have a value where the calling node gives none.</summary>
    public List<OnnxAttribute> Defaults { get; } = [];

    /// <summary>The versions of the operator sets by domain.</summary>
    public SortedDictionary<string, long> Opsets { get; } = new(StringComparer.Ordinal);

    public static OnnxFunction Read(ReadOnlyMemory<byte> message)
    {
        var function = new OnnxFunction();
        var reader = new ProtoReader(message);
        while (reader.Next())
            function.ReadField(ref reader);
        return function;
    }

    private void ReadField(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.Text();
                break;
            case 4:
                Inputs.Add(reader.Text());
                break;
            case 5:
                Outputs.Add(reader.Text());
                break;
            case 7:
                Nodes.Add(OnnxNode.Read(reader.Bytes(), depth: 0));
                break;
            case 9:
                OnnxModel.ReadOpset(reader.Bytes(), Opsets);
                break;
            case 10:
                Domain = reader.Text() is var domain && domain == OnnxModel.StandardDomain ? "" : domain;
                break;
            case 11:
                Defaults.Add(OnnxAttribute.Read(reader.Bytes(), depth: 0));
                break;
            case 13:
                Overload = reader.Text();
                break;
        }
    }
}
