using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>One file of a published model.</summary>
/// <param name="Path">The name under which it was published; a plain file name.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="SizeBytes">Its length, in bytes.</param>
public sealed record ManifestFile(string Path, Digest Sha256, long SizeBytes);
