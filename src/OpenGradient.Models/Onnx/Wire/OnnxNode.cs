namespace OpenGradient.Models.Onnx.Wire;

/// <summary>NodeProto: input 1, output 2, name 3, op_type 4, attribute 5, domain 7, overload 8.</summary>
internal sealed class OnnxNode
{
    private OnnxNode()
    {
    }

    public string Name { get; private set; } = "";

    public string Operator { get; private set; } = "";

    public string Domain { get; private set; } = "";

    /// <summary>Which of several functions of that name is meant; mostly empty.</summary>
    public string Overload { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public List<OnnxAttribute> Attributes { get; } = [];

    /// <param name="message">The message.</param>
    /// <param name="depth">How many graphs it lies in.</param>
    public static OnnxNode Read(ReadOnlyMemory<byte> message, int depth)
    {
        var node = new OnnxNode();
        var reader = new ProtoReader(message);
        while (reader.Next())
            node.ReadField(ref reader, depth);
        return node;
    }

    private void ReadField(ref ProtoReader reader, int depth)
    {
        switch (reader.Field)
        {
            case 1:
                Inputs.Add(reader.Text());
                break;
            case 2:
                Outputs.Add(reader.Text());
                break;
            case 3:
                Name = reader.Text();
                break;
            case 4:
                Operator = reader.Text();
                break;
            case 5:
                Attributes.Add(OnnxAttribute.Read(reader.Bytes(), depth));
                break;
            case 7:
                Domain = reader.Text() is var domain && domain == OnnxModel.StandardDomain ? "" : domain;
                break;
            case 8:
                Overload = reader.Text();
                break;
        }
    }
}
