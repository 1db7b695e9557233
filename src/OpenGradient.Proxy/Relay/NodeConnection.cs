using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using OpenGradient.Gateway;
using OpenGradient.Receipts;

namespace OpenGradient.Proxy;

/// <summary>The node behind the proxy, over HTTP: trusted in nothing.</summary>
internal sealed partial class NodeConnection(ProxyOptions options) : IDisposable
{
    /// <summary>What belongs to one connection (RFC 9110 §7.6.1), and what the proxy sets itself.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Host", "Content-Length", "Accept-Encoding", "Expect", PurposeHeader.Name,
    };

    /// <summary>
    /// Keys of other services: an agent that is pointed here still sends those that it has, and a node, which has no accounts, would learn them. What stands in their place tells
    /// callers apart as the keys did, on a node that serves several, and says nothing of the keys: it is made with bytes that only this process has.
    /// </summary>
    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "X-Api-Key", "Api-Key", "Cookie" };

    private readonly byte[] _aliasKey = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        BaseAddress = options.Node,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request on, with the client's headers but for its secrets; returns when the answer's headers are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequest request, ReadOnlyMemory<byte>? body, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(new HttpMethod(request.Method), $"{request.Path}{request.QueryString}".TrimStart('/'));
        if (body is { } bytes)
            message.Content = new ReadOnlyMemoryContent(bytes);
        foreach ((string name, var values) in request.Headers)
        {
            IEnumerable<string?> sent = SecretHeaders.Contains(name) ? [AliasOf(values.ToString())] : values;
            if (!OwnHeaders.Contains(name) && !message.Headers.TryAddWithoutValidation(name, sent))
                message.Content?.Headers.TryAddWithoutValidation(name, sent);
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.AnswerTime);
        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
    }

    /// <summary>The bundle of a receipt, with what the token discloses.</summary>
    /// <exception cref="RefusedAnswerException">The node gives none.</exception>
    public async Task<byte[]> GetBundleAsync(Primitives.ReceiptId id, string? disclosureToken, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Get, $"v1/receipts/{id}");
        message.Headers.Add("Prefer", "wait=30");
        if (disclosureToken is not null)
            message.Headers.TryAddWithoutValidation("Disclosure-Token", disclosureToken);
        using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? await ReadAsync(response, Bundle.MaximumBytes, cancellation).ConfigureAwait(false)
            : throw new RefusedAnswerException($"the node gives no bundle of receipt {id}: it answers {(int)response.StatusCode}");
    }

    /// <summary>A body in one piece.</summary>
    /// <exception cref="RefusedAnswerException">It is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int maximumBytes, CancellationToken cancellation)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        ArrayBufferWriter<byte> bytes = new();
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (bytes.WrittenCount + count > maximumBytes)
                throw new RefusedAnswerException($"the answer has more than {maximumBytes} bytes");
            bytes.Write(buffer.AsSpan(0, count));
        }

        return bytes.WrittenSpan.ToArray();
    }

    private string AliasOf(string secret) => $"og-proxy-{Convert.ToHexStringLower(HMACSHA256.HashData(_aliasKey, Encoding.UTF8.GetBytes(secret)).AsSpan(0, AliasBytes))}";

    private const int AliasBytes = 16;

    /// <summary>The tokens that disclose each answer's input and output to its client, from the header <c>Inference-Receipt</c>.</summary>
    public static string[] DisclosureTokens(HttpResponseHeaders headers)
    {
        string text = headers.TryGetValues(ReceiptWishReader.HeaderName, out IEnumerable<string>? values) ? string.Join(", ", values) : "";
        Match member = TokenMember().Match(text);
        return [.. Token().Matches(member.Value).Select(static token => token.Groups[1].Value)];
    }

    [GeneratedRegex("""disclosure-token=(?:"[0-9a-f]{1,128}"|\((?:"[0-9a-f]{1,128}" ?)+\))""")]
    private static partial Regex TokenMember();

    [GeneratedRegex("\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
