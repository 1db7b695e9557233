using System.Net;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Logs;

/// <summary>The public files of a log behind a URL. What is too large to be one of them is not read.</summary>
internal sealed class HttpLogSource : ILogSource, IDisposable
{
    private const string CheckpointFile = "checkpoint";

    private readonly Uri _root;
    private readonly HttpClient _http;

    public HttpLogSource(Uri root)
    {
        _root = new Uri(root.AbsoluteUri.TrimEnd('/') + "/");
        // Entry bundles: 256 entries of at most 65,535 bytes.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = 17 << 20 };
    }

    /// <summary>The log of a node.</summary>
    public static HttpLogSource Of(Uri node) => new(new Uri(node.AbsoluteUri.TrimEnd('/') + "/log"));

    /// <summary>The log at an address, or under <c>/log</c> if only there is a checkpoint: the address may be that of a node.</summary>
    public static async Task<HttpLogSource> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        HttpLogSource given = new(address);
        HttpLogSource below = Of(address);
        bool isBelow = !await given.HasCheckpointAsync(cancellationToken).ConfigureAwait(false) && await below.HasCheckpointAsync(cancellationToken).ConfigureAwait(false);
        (isBelow ? given : below).Dispose();
        return isBelow ? below : given;
    }

    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(new Uri(_root, path), cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            if (!response.IsSuccessStatusCode)
                throw new IOException($"{_root}{path}: the log answered {(int)response.StatusCode}.");
            return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new IOException($"{_root}: the log cannot be reached: {error.Message}", error);
        }
    }

    private async Task<bool> HasCheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(CheckpointFile, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (IOException)
        {
            return false; // who follows the log says so, each time that it looks
        }
    }

    public void Dispose() => _http.Dispose();
}
