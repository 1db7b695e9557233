using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>How a tensor from outside becomes a value: every element in its <see cref="CanonicalForm"/>.</summary>
internal static class InputValue
{
    /// <summary>Shares the tensor's bytes unless they need a canonical form.</summary>
    public static Value Create(Tensor tensor) =>
        new(tensor.Type, Shapes.FromImmutable(tensor.Shape), CanonicalForm.Of(tensor.Type, tensor.Bytes), buffer: null);
}
