using System.Collections.Immutable;

namespace OpenGradient.Conformance;

/// <summary>What the model of a test case uses.</summary>
/// <param name="Opset">The version of the ONNX operator set; 0 if unknown.</param>
/// <param name="Operators">The operators of the main graph, each once, ordinally sorted.</param>
/// <param name="Types">The element types of the graph's inputs, each once, sorted.</param>
public sealed record OnnxTestFacts(long Opset, ImmutableArray<string> Operators, ImmutableArray<string> Types)
{
    /// <summary>Of a model that cannot be read.</summary>
    public static OnnxTestFacts None { get; } = new(0, [], []);
}
