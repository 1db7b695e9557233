using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenGradient.Client;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Proxy;

/// <summary>A local endpoint of the OpenAI and Anthropic APIs and the Open Inference Protocol in front of a node, which releases only what it has verified.</summary>
/// <remarks>
/// Guarantee: what a client receives with a status of success met the policy, is an answer to what the client sent, and is what the receipt commits to. Of a stream
/// that holds for each part when it is released, as far as spec/receipt-1.md section 8.3 says; the end comes only if the bundle met the policy.
/// Not guaranteed: token counts, log-probabilities, ids, the API's word for the end and what a response repeats of its request; lists of models; the node's words when it refuses.
/// </remarks>
public sealed class VerifyingProxy : IAsyncDisposable
{
    private const string RefusedCode = "evidence_refused";

    /// <summary>Requests for answers in text, which are compared with their receipts.</summary>
    private static readonly string[] Inferences = ["/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/messages"];

    /// <summary>What is sent on as it is, because it is no answer of a model.</summary>
    private static readonly string[] Passed = ["/v1/models", "/v1/models/{id}", "/v1/messages/count_tokens", "/v1/receipts/{id}", "/v2/models/{model}", "/v2/health/{state}"];

    private readonly WebApplication _application;
    private readonly NodeConnection _node;
    private readonly ProxyOptions _options;
    private readonly InferenceRelay _relay;
    private readonly OutputRelay _outputs;

    private VerifyingProxy(ProxyOptions options)
    {
        _options = options;
        _node = new NodeConnection(options, new BundleStore(options.StoreDirectory));
        _relay = new InferenceRelay(options, _node);
        _outputs = new OutputRelay(options, _node);
        _application = Build();
    }

    /// <summary>Where the proxy listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a proxy; returns when it listens.</summary>
    /// <exception cref="InvalidInputException">The port is taken; or a key would go over the network in clear.</exception>
    public static async Task<VerifyingProxy> StartAsync(ProxyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { NodeKey: not null, Node: { Scheme: "http", IsLoopback: false } })
            throw new InvalidInputException(InvalidInputKind.Invalid, "node", $"{options.Node} is not on this machine, and http would show its key to everybody on the way: name it with https.");
        VerifyingProxy proxy = new(options);
        try
        {
            proxy.Address = await LoopbackServer.StartAsync(proxy._application, options.Port, cancellationToken).ConfigureAwait(false);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _node.Dispose();
    }

    private WebApplication Build()
    {
        WebApplication application = LoopbackServer.CreateBuilder(_options.Port, _options.MaximumBytes).Build();
        application.UseMiddleware<ErrorMiddleware>();
        application.UseHostFiltering();
        application.UseRouting();
        foreach (string path in Inferences)
            application.MapPost(path, context => RelayAsync(context, _relay.RunAsync));
        application.MapPost("/v1/embeddings", context => RelayAsync(context, _outputs.EmbedAsync));
        application.MapPost("/v2/models/{model}/infer", context => RelayAsync(context, _outputs.InferAsync));
        foreach (string path in Passed)
            application.MapMethods(path, [HttpMethods.Get, HttpMethods.Post], PassAsync);
        return application;
    }

    private async Task RelayAsync(HttpContext context, Func<HttpContext, Task<IReadOnlyList<string>>> relay)
    {
        string path = context.Request.Path;
        try
        {
            IReadOnlyList<string> receipts = await relay(context).ConfigureAwait(false);
            _options.Progress?.Report(new RelayedAnswer(path, receipts, null));
        }
        catch (UnverifiedAnswerException refused)
        {
            _options.Progress?.Report(new RelayedAnswer(path, [], refused.Message));
            await RefuseAsync(context, $"The answer was not released: {refused.Message}.").ConfigureAwait(false);
        }
        catch (Exception error) when (IsBroken(error))
        {
            _options.Progress?.Report(new RelayedAnswer(path, [], error.Message));
            await RefuseAsync(context, $"The node at {_options.Node} cannot be reached, or broke off.").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            _options.Progress?.Report(new RelayedAnswer(path, [], "the node did not answer in time"));
            await RefuseLateAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the node cannot be reached, or has gone while it answered; a disk that does not take a bundle is something else.</summary>
    private static bool IsBroken(Exception error) => error is HttpRequestException or HttpIOException or IOException { InnerException: SocketException };

    private Task RefuseLateAsync(HttpContext context) => RefuseAsync(
        context, $"The node at {_options.Node} did not begin an answer within {_options.AnswerTime.TotalSeconds:0} seconds: ask again, for less, or start the proxy before a node that is not as busy.");

    /// <summary>A status where nothing has been released, else an error as the stream's last event, and no end mark.</summary>
    private static async Task RefuseAsync(HttpContext context, string sentence)
    {
        HttpError error = new(StatusCodes.Status502BadGateway, sentence, null, RefusedCode);
        if (!context.Response.HasStarted)
            await ErrorWriter.WriteAsync(context, error).ConfigureAwait(false);
        else if (!await ErrorWriter.TryWriteEventAsync(context, error).ConfigureAwait(false))
            context.Abort();
    }

    private async Task PassAsync(HttpContext context)
    {
        try
        {
            byte[] body = await RequestBytes.ReadAsync(context).ConfigureAwait(false);
            using HttpResponseMessage response = await _node.SendAsync(context.Request, body, context.RequestAborted).ConfigureAwait(false);
            byte[] bytes = await NodeBundles.ReadAsync(response, _options.MaximumBytes, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = (int)response.StatusCode;
            // Whatever else the node says: nothing that a browser would run.
            context.Response.ContentType = response.Content.Headers.ContentType?.MediaType == Bundle.MediaType ? Bundle.MediaType : MediaTypes.Json;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception error) when (IsBroken(error) || error is UnverifiedAnswerException)
        {
            await RefuseAsync(context, $"The node at {_options.Node} cannot be reached, or broke off.").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await RefuseLateAsync(context).ConfigureAwait(false);
        }
    }
}
