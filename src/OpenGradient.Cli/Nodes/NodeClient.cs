using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OpenGradient.Cli.Output;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Nodes;

/// <summary>Talks HTTP to a node. Refusals, and answers that no node gives, become one sentence.</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeSpan _patience;

    /// <param name="address">Where it is.</param>
    /// <param name="patience">How long it has for each answer, to the last byte; as long as it likes by default.</param>
    public NodeClient(Uri address, TimeSpan? patience = null)
    {
        // Whom a redirect names would be shown the disclosure token.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _patience = patience ?? Timeout.InfiniteTimeSpan;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Gets bytes of which <paramref name="isExpected"/> tells whether they are what was asked for.</summary>
    /// <exception cref="NodeException">They are not, or there are none, or more than <paramref name="mostBytes"/>.</exception>
    public async Task<byte[]> GetAsync(string path, Func<byte[], bool> isExpected, CancellationToken cancellation, string? disclosureToken = null, long mostBytes = int.MaxValue)
    {
        byte[] body = await GetAsync(path, disclosureToken, cancellation, mostBytes).ConfigureAwait(false);
        return isExpected(body) ? body : throw NoNode("answers");
    }

    /// <summary>Gets JSON, and what <paramref name="read"/> makes of it.</summary>
    /// <exception cref="NodeException">There is none, or it has other members than it reads.</exception>
    public async Task<T> GetJsonAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation) =>
        Read(await GetAsync(path, disclosureToken: null, cancellation).ConfigureAwait(false), read);

    /// <summary>Sends a request, an empty object if it is a POST, and reads the JSON that comes back.</summary>
    /// <exception cref="NodeException">The node refused, or what comes back has other members than are read.</exception>
    public async Task<T> SendJsonAsync<T>(HttpMethod method, string path, string? disclosureToken, Func<JsonElement, T> read, CancellationToken cancellation, string body = "{}")
    {
        using HttpRequestMessage request = new(method, path) { Content = method == HttpMethod.Post ? new StringContent(body, new MediaTypeHeaderValue("application/json")) : null };
        if (disclosureToken is not null)
            request.Headers.TryAddWithoutValidation("Disclosure-Token", disclosureToken);
        return Read(await SendAsync(request, cancellation).ConfigureAwait(false), read);
    }

    /// <summary>Posts JSON, and gets what comes back, at most so many bytes.</summary>
    /// <exception cref="NodeException">The node refused, or did not answer, or with more.</exception>
    public async Task<byte[]> PostAsync(string path, ReadOnlyMemory<byte> json, long mostBytes, string? disclosureToken, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (disclosureToken is not null)
            request.Headers.TryAddWithoutValidation("Disclosure-Token", disclosureToken);
        return await SendAsync(request, cancellation, mostBytes).ConfigureAwait(false);
    }

    /// <summary>Posts JSON and asks for a receipt in the answer.</summary>
    public async Task<T> PostForReceiptAsync<T>(string path, ReadOnlyMemory<byte> json, Purpose purpose, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Inference-Receipt", "?1");
        if (purpose.HeaderValue is { } said)
            request.Headers.Add(Purpose.HeaderName, said);
        return Read(await SendAsync(request, cancellation).ConfigureAwait(false), read);
    }

    public async Task<T> PostFileAsync<T>(
        string path, Stream file, string mediaType, IEnumerable<(string Name, string Value)> headers, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StreamContent(file) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        foreach ((string name, string value) in headers)
            request.Headers.Add(name, value);
        return Read(await SendAsync(request, cancellation).ConfigureAwait(false), read);
    }

    /// <summary>Puts bytes in the place of what was there.</summary>
    /// <exception cref="NodeException">The node refused.</exception>
    public async Task PutAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        await SendAsync(request, cancellation).ConfigureAwait(false);
    }

    private async Task<byte[]> GetAsync(string path, string? disclosureToken, CancellationToken cancellation, long mostBytes = int.MaxValue)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("Prefer", "wait=30"); // a busy disk may delay the checkpoint that a bundle's log proof needs
        if (disclosureToken is not null)
            request.Headers.TryAddWithoutValidation("Disclosure-Token", disclosureToken);
        return await SendAsync(request, cancellation, mostBytes).ConfigureAwait(false);
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage request, CancellationToken cancellation, long mostBytes = int.MaxValue)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(mostBytes, limit.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return body;
            int status = (int)response.StatusCode;
            throw ErrorBody.TryRead(body, out string sentence)
                ? new NodeException($"the node refused ({status}): {sentence}", isRefusal: true) { RetryAfter = RetryAfter(response) }
                : NoNode($"answers {status}");
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new NodeException($"{_http.BaseAddress} did not answer within {_patience.TotalSeconds:0} s.", innerException: error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw new NodeException($"no node answers at {_http.BaseAddress}: start one with `{OgCommand.Name} up`, or name another with --node.", innerException: error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new NodeException($"{_http.BaseAddress} broke off before it had answered: is it the address of a node, and does the node still run?", innerException: error);
        }
    }

    /// <summary>What a busy node says (RFC 6585 §4), a second if it says nothing, at most a minute.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.TooManyRequests
        ? TimeSpan.FromSeconds(Math.Clamp(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 1, 1, 60))
        : null;

    private T Read<T>(byte[] json, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw NoNode("answers", error);
        }
    }

    private NodeException NoNode(string answers, Exception? error = null) => new(
        $"{_http.BaseAddress} {answers}, but not as a node does: start one with `{OgCommand.Name} up`, or name its address with --node.", innerException: error);
}
