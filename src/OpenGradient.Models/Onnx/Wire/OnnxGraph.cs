using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Wire;

/// <summary>GraphProto: node 1, initializer 5, input 11, output 12, sparse_initializer 15.</summary>
internal sealed class OnnxGraph
{
    private OnnxGraph()
    {
    }

    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxTensor> Initializers { get; } = [];

    public List<OnnxValueInfo> Inputs { get; } = [];

    public List<OnnxValueInfo> Outputs { get; } = [];

    public bool HasSparseInitializers { get; private set; }

    /// <param name="message">The message.</param>
    /// <param name="depth">How many graphs it lies in; those of attributes are read to a limited depth.</param>
    public static OnnxGraph Read(ReadOnlyMemory<byte> message, int depth = 0)
    {
        if (depth > ProgramValidator.MaxBodyDepth)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "graph", $"More than {ProgramValidator.MaxBodyDepth} sub-graphs lie in each other.");
        var graph = new OnnxGraph();
        var reader = new ProtoReader(message);
        while (reader.Next())
            graph.ReadField(ref reader, depth);
        return graph;
    }

    private void ReadField(ref ProtoReader reader, int depth)
    {
        switch (reader.Field)
        {
            case 1:
                Nodes.Add(OnnxNode.Read(reader.Bytes(), depth));
                break;
            case 5:
                Initializers.Add(OnnxTensor.Read(reader.Bytes()));
                break;
            case 11:
                Inputs.Add(OnnxValueInfo.Read(reader.Bytes()));
                break;
            case 12:
                Outputs.Add(OnnxValueInfo.Read(reader.Bytes()));
                break;
            case 15:
                HasSparseInitializers = true;
                break;
        }
    }
}
