namespace OpenGradient.Matrix;

/// <summary>What one subject gave on one machine.</summary>
/// <param name="Digest">SHA-256 over the bits that it made.</param>
/// <param name="Threads">Whether one, two and three threads made the same; null if it has no threads.</param>
/// <param name="Batch">Whether the first element of eight came out as it did alone; null if it has no batch.</param>
internal sealed record Finding(string Digest, bool? Threads = null, bool? Batch = null);
