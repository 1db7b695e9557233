using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>An input of the inference that a dispute is about.</summary>
/// <param name="Header">Type and shape.</param>
/// <param name="Content">SHA-256 of header and elements.</param>
internal sealed record TermsInput(ValueHeader Header, Digest Content);
