using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Wire;

/// <summary>ModelProto: ir_version 1, graph 7, opset_import 8; OperatorSetIdProto: domain 1, version 2.</summary>
internal sealed class OnnxModel
{
    private OnnxModel(OnnxGraph graph, long opset)
    {
        Graph = graph;
        Opset = opset;
    }

    public OnnxGraph Graph { get; }

    /// <summary>The version of the default operator set.</summary>
    public long Opset { get; }

    /// <exception cref="InvalidInputException">The bytes are not an ONNX model.</exception>
    public static OnnxModel Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlyMemory<byte>? graph = null;
        long irVersion = 0;
        long opset = 0;
        var reader = new ProtoReader(file);
        try
        {
            while (reader.Next())
            {
                if (reader.Field == 1)
                    irVersion = reader.Int64();
                else if (reader.Field == 7)
                    graph = reader.Bytes();
                else if (reader.Field == 8)
                    opset = ReadOpset(reader.Bytes(), opset);
            }
        }
        catch (InvalidInputException) when (irVersion < 1)
        {
            // Every writer puts the version first: what breaks off before it was no ONNX model to begin with.
            throw NoModel();
        }

        if (irVersion < 1)
            throw NoModel();
        return graph is null
            ? throw new InvalidInputException(InvalidInputKind.Malformed, ModelFile.WholeFile, "The file is damaged: it is an ONNX model without a graph.")
            : new OnnxModel(OnnxGraph.Read(graph.Value), opset);
    }

    private static InvalidInputException NoModel() => new(
        InvalidInputKind.Malformed, ModelFile.WholeFile, "This is neither a GGUF nor an ONNX model by its content; these two formats are read (.gguf, .onnx).");

    private static long ReadOpset(ReadOnlyMemory<byte> message, long known)
    {
        string domain = "";
        long version = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                domain = reader.Text();
            else if (reader.Field == 2)
                version = reader.Int64();
        }

        return domain is "" or "ai.onnx" ? version : known;
    }
}
