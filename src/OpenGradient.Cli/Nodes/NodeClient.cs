using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OpenGradient.Cli.Nodes;

/// <summary>Talks HTTP to a node, and turns its refusals into one sentence.</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly HttpClient _http;

    public NodeClient(Uri address) => _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => _http.Dispose();

    public async Task<byte[]> GetAsync(string path, CancellationToken cancellation, string? disclosureToken = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("Prefer", "wait=30"); // a busy disk may delay the checkpoint that a bundle's log proof needs
        if (disclosureToken is not null)
            request.Headers.TryAddWithoutValidation("Disclosure-Token", disclosureToken);
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<JsonElement> GetJsonAsync(string path, CancellationToken cancellation) =>
        Parse(await GetAsync(path, cancellation).ConfigureAwait(false));

    /// <summary>Posts JSON and asks for a receipt in the answer.</summary>
    public async Task<JsonElement> PostForReceiptAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Inference-Receipt", "?1");
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
    }

    public async Task<JsonElement> PostFileAsync(string path, Stream file, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StreamContent(file) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        foreach ((string name, string value) in headers)
            request.Headers.Add(name, value);
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new NodeException($"no node answers at {_http.BaseAddress}: start one with `og up`, or name another with --node.", exception);
        }

        if (response.IsSuccessStatusCode)
            return response;
        string body = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        response.Dispose();
        throw new NodeException($"the node refused ({status}): {ReadMessage(body)}");
    }

    /// <summary>The sentence in an OpenAI error object, an Open Inference Protocol error, or else the body as it is.</summary>
    private static string ReadMessage(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(body));
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error", out JsonElement error))
                return body;
            return error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out JsonElement message)
                ? message.ToString()
                : error.ToString();
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static JsonElement Parse(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
