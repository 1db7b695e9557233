using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Wire;

/// <summary>ModelProto: ir_version 1, graph 7, opset_import 8, functions 25; OperatorSetIdProto: domain 1, version 2.</summary>
internal sealed class OnnxModel
{
    /// <summary>The other name of the standard domain, which is mostly written as nothing.</summary>
    public const string StandardDomain = "ai.onnx";

    private OnnxModel(OnnxGraph graph, SortedDictionary<string, long> opsets, List<OnnxFunction> functions)
    {
        Graph = graph;
        Opsets = opsets;
        Functions = functions;
    }

    public OnnxGraph Graph { get; }

    /// <summary>The versions of the operator sets by domain; the standard domain is the empty name.</summary>
    public SortedDictionary<string, long> Opsets { get; }

    /// <summary>The version of the standard operator set; 0 if the model names none.</summary>
    public long Opset => Opsets.GetValueOrDefault("");

    /// <summary>The operators that the model itself defines.</summary>
    public List<OnnxFunction> Functions { get; }

    /// <exception cref="InvalidInputException">The bytes are not an ONNX model.</exception>
    public static OnnxModel Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlyMemory<byte>? graph = null;
        long irVersion = 0;
        var opsets = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var functions = new List<OnnxFunction>();
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
                    ReadOpset(reader.Bytes(), opsets);
                else if (reader.Field == 25)
                    functions.Add(OnnxFunction.Read(reader.Bytes()));
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
            : new OnnxModel(OnnxGraph.Read(graph.Value), opsets, functions);
    }

    private static InvalidInputException NoModel() => new(
        InvalidInputKind.Malformed, ModelFile.WholeFile, "This is neither a GGUF nor an ONNX model by its content; these two are read (.gguf, .onnx), and folders with a config.json and safetensors files.");

    /// <summary>Reads one OperatorSetIdProto.</summary>
    public static void ReadOpset(ReadOnlyMemory<byte> message, SortedDictionary<string, long> opsets)
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

        opsets[domain == StandardDomain ? "" : domain] = version;
    }
}
