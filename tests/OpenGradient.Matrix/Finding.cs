namespace OpenGradient.Matrix;

/// <summary>What one subject gave on one machine.</summary>
/// <param name="Digest">SHA-256 over the bits that it made.</param>
/// <param name="Threads">Whether one, two and three threads made the same; null if it has no threads.</param>
/// <param name="Batch">Whether one element of eight came out as it did alone; null if it has no batch.</param>
/// <param name="Prefix">Whether a text whose beginning was kept from another came out as it did without; null if it is no language model.</param>
/// <param name="Pieces">Whether a text read piece by piece came out as it did at once; null if it is no language model.</param>
internal sealed record Finding(string Digest, bool? Threads = null, bool? Batch = null, bool? Prefix = null, bool? Pieces = null)
{
    /// <summary>Whether no way of running gave other bits than the first.</summary>
    public bool IsSame => (Threads ?? true) && (Batch ?? true) && (Prefix ?? true) && (Pieces ?? true);
}
