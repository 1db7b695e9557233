using OpenGradient.Models.Onnx.Wire;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>A function that is being called, and the call that it stands in.</summary>
internal sealed record FunctionCall(OnnxFunction Function, FunctionCall? Outer)
{
    /// <summary>How many calls lie in each other.</summary>
    public int Depth { get; } = 1 + (Outer?.Depth ?? 0);

    /// <summary>Whether the function is being called already.</summary>
    public bool Contains(OnnxFunction function) => ReferenceEquals(Function, function) || (Outer?.Contains(function) ?? false);
}
