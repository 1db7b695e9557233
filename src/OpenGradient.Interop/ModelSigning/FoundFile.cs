namespace OpenGradient.Interop;

/// <summary>A file of a model as it was found.</summary>
/// <param name="Path">Its path in the model, in canonical form.</param>
/// <param name="Bytes">Its length.</param>
public sealed record FoundFile(string Path, long Bytes);
