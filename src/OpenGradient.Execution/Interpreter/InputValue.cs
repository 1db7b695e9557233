using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>How a tensor from outside becomes a value: every element in its <see cref="CanonicalForm"/>.</summary>
internal static class InputValue
{
    /// <summary>Shares the tensor's bytes unless they need a canonical form.</summary>
    public static Value Create(Tensor tensor, Workers workers = default) =>
        new(tensor.Type, Shapes.FromImmutable(tensor.Shape), CanonicalForm.Of(tensor.Type, tensor.Bytes, workers), buffer: null);

    /// <summary>Whether the value has the type and shape of the tensor.</summary>
    public static bool HasShape(Value? value, Tensor tensor) =>
        value is not null && value.Type == tensor.Type && Shapes.AreSame(value.Shape, tensor.Shape);

    /// <summary>Gives the value of an earlier run the elements of the tensor; false, and nothing done, if it has another shape.</summary>
    public static bool TryRebind(Value? value, Tensor tensor, Workers workers)
    {
        if (!HasShape(value, tensor))
            return false;
        value!.Rebind(CanonicalForm.Of(tensor.Type, tensor.Bytes, workers), buffer: null);
        return true;
    }
}
