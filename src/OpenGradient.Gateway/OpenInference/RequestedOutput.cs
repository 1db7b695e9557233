namespace OpenGradient.Gateway;

/// <summary>An output that an infer request asks for.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="IsBinary">Whether its elements are wanted as bytes after the JSON; null where the request does not say.</param>
internal sealed record RequestedOutput(string Name, bool? IsBinary);
