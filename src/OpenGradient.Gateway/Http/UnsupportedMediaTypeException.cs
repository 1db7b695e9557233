namespace OpenGradient.Gateway;

/// <summary>A body of a content type that the endpoint does not take: answered with 415.</summary>
internal sealed class UnsupportedMediaTypeException(string expected) : Exception($"Send the body with the header 'Content-Type: {expected}'.");
