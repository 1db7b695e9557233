namespace OpenGradient.Models.Gguf;

/// <summary>Where an entry of a file's metadata lies: key, type and value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Offset">From the start of the file.</param>
/// <param name="LengthBytes">The length of all three.</param>
internal readonly record struct GgufEntry(string Key, int Offset, int LengthBytes);
