using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of a request as one API defines it.</summary>
/// <exception cref="InvalidInputException">It is malformed, or asks for what this server does not have; the subject is the parameter.</exception>
internal delegate IAnswerFormat AnswerFormatReader(ReadOnlySpan<byte> body);
