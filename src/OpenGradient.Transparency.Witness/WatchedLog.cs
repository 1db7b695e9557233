using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Witness;

/// <summary>One log that a witness knows.</summary>
internal sealed class WatchedLog(LogVerifierKey key) : IDisposable
{
    public LogVerifierKey Key { get; } = key;

    public Digest OriginHash { get; } = Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(key.Name));

    /// <summary>SPEC: "checking the old size against the latest checkpoint and persisting the new checkpoint must be performed atomically".</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>The latest checkpoint with log's and witness's lines, for those who watch; null if none was cosigned.</summary>
    public byte[]? Latest { get; set; }

    public void Dispose() => Turn.Dispose();
}
