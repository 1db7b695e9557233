using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>One thing that a model's signature lists: a file, or a part of one.</summary>
/// <param name="Name">Its name in the statement.</param>
/// <param name="Path">The file's path in the model, its parts separated by '/'.</param>
/// <param name="Start">The first byte of the part; 0 for a file.</param>
/// <param name="End">The byte behind the part; null for a whole file.</param>
/// <param name="Sha256">The digest of its bytes.</param>
public sealed record ModelResource(string Name, string Path, long Start, long? End, Digest Sha256);
