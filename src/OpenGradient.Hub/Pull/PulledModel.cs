namespace OpenGradient.Hub;

/// <summary>A model file on its way here.</summary>
public sealed class PulledModel : IAsyncDisposable
{
    private readonly PullClient _client;

    internal PulledModel(ModelSource source, Stream content, long? totalBytes, PullClient client)
    {
        Source = source;
        Content = content;
        TotalBytes = totalBytes;
        _client = client;
    }

    /// <summary>The name to publish it under; its file path gives the file's name only.</summary>
    public ModelSource Source { get; }

    /// <summary>The file; can be read once.</summary>
    public Stream Content { get; }

    /// <summary>The length of the file, in bytes; null where the server does not say.</summary>
    public long? TotalBytes { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }
}
