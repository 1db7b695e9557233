using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>The body of an infer request of the Open Inference Protocol, read without a node.</summary>
public static class TensorRequest
{
    /// <summary>The tensors of a JSON request in the Program's order.</summary>
    /// <exception cref="InvalidInputException">The body is no well-formed request, or an input is missing, unknown, or of another type or shape.</exception>
    public static Tensor[] Read(ReadOnlySpan<byte> body, Programs.Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return InputBinder.Bind(program.Inputs, InferRequestReader.Read(body, body.Length).Inputs);
    }
}
