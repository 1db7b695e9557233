using OpenGradient.Models.Onnx.Wire;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>The names that a node reads: its inputs, and what its sub-graphs take from the graphs around them.</summary>
internal static class OuterNames
{
    public static IEnumerable<string> Of(OnnxNode node) => node.Attributes.Exists(static attribute => attribute.Graph is not null)
        ? node.Inputs.Concat(node.Attributes.Select(static attribute => attribute.Graph).OfType<OnnxGraph>().SelectMany(Of))
        : node.Inputs;

    private static IEnumerable<string> Of(OnnxGraph graph)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        own.UnionWith(graph.Inputs.Select(static info => info.Name));
        own.UnionWith(graph.Initializers.Select(static tensor => tensor.Name));
        own.UnionWith(graph.Nodes.SelectMany(static node => node.Outputs));
        return graph.Nodes.SelectMany(Of).Concat(graph.Outputs.Select(static info => info.Name)).Where(name => !own.Contains(name)).Distinct(StringComparer.Ordinal);
    }
}
