using System.Collections.Immutable;
using OpenGradient.Models.Onnx.Wire;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>The files that a model names beside its own, wherever in it the tensors stand.</summary>
internal static class ExternalFiles
{
    /// <summary>The locations as the model writes them, each once, in the order of their names.</summary>
    public static ImmutableArray<string> Of(OnnxModel model) =>
    [
        .. Tensors(model.Graph).Concat(model.Functions.SelectMany(static function => Tensors(function.Nodes)))
            .Where(static tensor => tensor.IsExternal)
            .Select(static tensor => tensor.External.GetValueOrDefault("location", ""))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<OnnxTensor> Tensors(OnnxGraph graph) => graph.Initializers.Concat(Tensors(graph.Nodes));

    private static IEnumerable<OnnxTensor> Tensors(List<OnnxNode> nodes) => nodes.SelectMany(static node => node.Attributes)
        .SelectMany(static attribute => attribute.Graph is not null ? Tensors(attribute.Graph) : attribute.Tensor is not null ? [attribute.Tensor] : []);
}
