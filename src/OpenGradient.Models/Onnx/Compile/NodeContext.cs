using OpenGradient.Models.Onnx.Wire;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>What nodes mean depends on where they stand: in the main graph, or in a function with operator sets and attributes of its own.</summary>
/// <param name="Opsets">The versions of the operator sets by domain.</param>
/// <param name="Attributes">The attributes that the function was called with; empty in the main graph.</param>
/// <param name="Calls">The functions that are being called, for the refusal of those that call themselves.</param>
internal sealed record NodeContext(
    IReadOnlyDictionary<string, long> Opsets, IReadOnlyDictionary<string, OnnxAttribute> Attributes, FunctionCall? Calls = null)
{
    private static readonly Dictionary<string, OnnxAttribute> NoAttributes = [];

    /// <summary>The context of the main graph.</summary>
    public static NodeContext OfModel(OnnxModel model) => new(model.Opsets, NoAttributes);

    /// <summary>The attribute as it is meant here: a reference stands for the attribute of the call; null if the call gives none.</summary>
    public OnnxAttribute? Resolve(OnnxAttribute? attribute) =>
        attribute is { Reference.Length: > 0 } ? Attributes.GetValueOrDefault(attribute.Reference) : attribute;
}
