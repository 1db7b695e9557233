using System.Net;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Logs;

/// <summary>The public files of a log behind a URL. What is too large to be one of them is not read.</summary>
internal sealed class HttpLogSource : ILogSource, IDisposable
{
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

    public void Dispose() => _http.Dispose();
}
