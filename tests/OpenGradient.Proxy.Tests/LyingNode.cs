using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OpenGradient.Proxy.Tests;

/// <summary>Stands between the proxy and an honest node, and changes requests and answers as a test says.</summary>
internal sealed class LyingNode : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _http;
    private string? _replayed;

    private LyingNode(Uri honest)
    {
        _http = new HttpClient { BaseAddress = honest };
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What becomes of the body of a request.</summary>
    public Func<string, string> ChangeRequest { get; set; } = static body => body;

    /// <summary>Whether it answers with the receipts of the first answer that it gave since this was set.</summary>
    public bool ReplaysReceipts { get; set; }

    /// <summary>Whether its answers bring their bundles to who prefers that; a node of before does not.</summary>
    public bool BringsBundles { get; set; }

    /// <summary>How long it keeps the client waiting before it asks.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What becomes of the body of an answer; the first argument is the path.</summary>
    public Func<string, string, string> ChangeAnswer { get; set; } = static (_, body) => body;

    /// <summary>Behind how much of an answer the connection breaks, as it does when a node dies; null for not at all.</summary>
    public Func<string, int>? BreaksOffAt { get; set; }

    /// <summary>The headers of the last request for an answer.</summary>
    public string Headers { get; private set; } = "";

    /// <summary>The header <c>Authorization</c> of every request, in their order.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = [];

    /// <summary>What becomes of the status of an answer; the first argument is the path.</summary>
    public Func<string, int, int> ChangeStatus { get; set; } = static (_, status) => status;

    /// <summary>The content type of every answer; null leaves it as it is.</summary>
    public string? ContentType { get; set; }

    public static async Task<LyingNode> StartAsync(Uri honest)
    {
        LyingNode node = new(honest);
        await node._application.StartAsync();
        node.Address = new Uri(node._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        await Task.Delay(Delay, context.RequestAborted);
        string path = context.Request.Path + context.Request.QueryString.ToString();
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), path);
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        if (body.Length > 0)
            request.Content = new StringContent(ChangeRequest(body), System.Text.Encoding.UTF8, "application/json");
        if (body.Length > 0)
            Headers = string.Join('\n', context.Request.Headers.Select(static header => $"{header.Key}: {header.Value}"));
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        if (context.Request.Headers.TryGetValue("Disclosure-Token", out var token))
            request.Headers.TryAddWithoutValidation("Disclosure-Token", token.ToString());
        request.Headers.Add("Prefer", BringsBundles ? context.Request.Headers["Prefer"].ToString() : "wait=30");
        using HttpResponseMessage response = await _http.SendAsync(request);
        context.Response.StatusCode = ChangeStatus(path, (int)response.StatusCode);
        context.Response.ContentType = ContentType ?? response.Content.Headers.ContentType?.ToString();
        if (response.Headers.TryGetValues("Inference-Receipt", out var values))
            context.Response.Headers["Inference-Receipt"] = ReplaysReceipts ? _replayed ??= string.Join(", ", values) : string.Join(", ", values);
        string answer = ChangeAnswer(path, await response.Content.ReadAsStringAsync());
        if (BreaksOffAt is not null)
            context.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(answer); // the server closes the connection when it gets less
        await context.Response.WriteAsync(answer[..(BreaksOffAt?.Invoke(answer) ?? answer.Length)]);
    }
}
