using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>One input tensor of an infer request, as it was sent.</summary>
/// <param name="Name">The name it was given under.</param>
/// <param name="Tensor">Type, shape and elements.</param>
internal sealed record InferInput(string Name, Tensor Tensor);
