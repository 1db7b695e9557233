using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenGradient.Client;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>The node behind the proxy, over HTTP: trusted in nothing.</summary>
internal sealed class NodeConnection : IDisposable
{
    /// <summary>What belongs to one connection (RFC 9110 §7.6.1), and what the proxy sets itself.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Host", "Content-Length", "Accept-Encoding", "Expect", Purpose.HeaderName,
    };

    /// <summary>
    /// Keys of other services: an agent that is pointed here still sends those that it has, and a node, which has no accounts, would learn them. What stands in their place tells
    /// callers apart as the keys did, on a node that serves several, and says nothing of the keys: it is made with bytes that only this process has.
    /// </summary>
    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "X-Api-Key", "Api-Key", "Cookie" };

    private const int AliasBytes = 16;

    private readonly byte[] _aliasKey = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly ProxyOptions _options;
    private readonly HttpMessageInvoker _plain;
    private readonly HttpMessageInvoker _verifying;

    public NodeConnection(ProxyOptions options, BundleStore store)
    {
        _options = options;
        HttpMessageHandler sender = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        if (options.NodeKey is { } key)
            sender = new NodeKeyHandler(key, options.Node, sender);
        OpenGradientOptions demands = OptionsOf(options, store);
        _plain = new HttpMessageInvoker(sender);
        _verifying = new HttpMessageInvoker(new VerifyingHandler(demands, sender), disposeHandler: false);
        Outputs = new CommittedOutputs(demands with { Compare = null }, _plain);
    }

    /// <summary>Reads the outputs of embeddings and tensors from receipts.</summary>
    public CommittedOutputs Outputs { get; }

    public void Dispose()
    {
        _verifying.Dispose();
        _plain.Dispose();
    }

    /// <summary>Sends on what needs no verification as it comes; returns when the answer's headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequest request, byte[] body, CancellationToken cancellation) =>
        SendAsync(_plain, CreateMessage(request, body.Length == 0 ? null : body), cancellation);

    /// <summary>Sends an inference on, with a nonce; of what comes back only what is verified can be read.</summary>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough.</exception>
    public Task<HttpResponseMessage> InferAsync(HttpRequest request, byte[] body, Purpose purpose, CancellationToken cancellation)
    {
        HttpRequestMessage message = CreateMessage(request, body);
        message.Options.Set(VerifyingHandler.Purpose, purpose);
        return SendAsync(_verifying, message, cancellation);
    }

    /// <summary>A request again is the business of the client, which sees the node's refusals as they are; so there is one try.</summary>
    private static OpenGradientOptions OptionsOf(ProxyOptions options, BundleStore store) => new()
    {
        Node = options.Node,
        Policy = options.Policy,
        Purpose = options.Purpose,
        Reexecute = options.Reexecute,
        Compare = RequestComparison.Run, // the gateway's own readers, for all of its APIs
        Keep = answer => store.Keep(answer.Report.Receipt!.Id, answer.Bundle.Span),
        MaximumBytes = options.MaximumBytes,
        Attempts = 1,
        Time = options.Time,
    };

    private string AliasOf(string secret) => $"og-proxy-{Convert.ToHexStringLower(HMACSHA256.HashData(_aliasKey, Encoding.UTF8.GetBytes(secret)).AsSpan(0, AliasBytes))}";

    /// <summary>The same path at the node. What the router took for one part of a path, a front end might take for several, and for a way to other services that know the node's key.</summary>
    private Uri AddressOf(HttpRequest request) => request.Path.Value.AsSpan().ContainsAny('%', '\\')
        ? throw new InvalidInputException(InvalidInputKind.NotFound, "path", "No name of a model and no receipt has an encoded slash, a backslash or a percent sign in it.")
        : new Uri(_options.Node, $"{request.Path}{request.QueryString}".TrimStart('/'));

    /// <summary>A request with the client's headers, but for its secrets, and with the purpose that the proxy holds the answer to: a node may hold the request to it.</summary>
    private HttpRequestMessage CreateMessage(HttpRequest request, byte[]? body)
    {
        HttpRequestMessage message = new(new HttpMethod(request.Method), AddressOf(request));
        if (body is not null)
            message.Content = new ByteArrayContent(body);
        foreach ((string name, var values) in request.Headers)
        {
            IEnumerable<string?> sent = SecretHeaders.Contains(name) ? [AliasOf(values.ToString())] : values;
            if (!OwnHeaders.Contains(name) && !message.Headers.TryAddWithoutValidation(name, sent))
                message.Content?.Headers.TryAddWithoutValidation(name, sent);
        }

        if (PurposeHeader.Read(request, _options.Purpose).HeaderValue is { } purpose)
            message.Headers.TryAddWithoutValidation(Purpose.HeaderName, purpose);
        return message;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker http, HttpRequestMessage message, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.AnswerTime);
        return await http.SendAsync(message, limit.Token).ConfigureAwait(false);
    }
}
