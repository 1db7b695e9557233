using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Server;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Mcp;

/// <summary>The tools behind the protocol's transport Streamable HTTP, for hosts on this machine.</summary>
/// <remarks>
/// Sessions, event streams and versions of the protocol (2024-11-05 to 2026-07-28) are the library's. A page of the web that a browser on this machine shows cannot call: what its <c>Origin</c>
/// names, or the name of the host that it has made lead here, is refused with 403 or 400. Whoever else can open a connection on this machine can use the tools.
/// </remarks>
internal sealed class McpHttpServer : IAsyncDisposable
{
    /// <summary>Where the protocol is spoken.</summary>
    private const string Path = "/mcp";

    /// <summary>A bundle is an argument, as a JSON string in JSON, which can double its length.</summary>
    private const long MaximumRequestBytes = 2L * Bundle.MaximumBytes;

    private readonly WebApplication _application;

    private McpHttpServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = new Uri(address, Path);
    }

    /// <summary>What a host is to be told.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="options">What the server says of itself, and its tools.</param>
    /// <param name="port">The TCP port; 0 takes a free one.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidInputException">The port is taken.</exception>
    public static async Task<McpHttpServer> StartAsync(McpServerOptions options, int port, CancellationToken cancellation)
    {
        WebApplication application = Build(options, port);
        try
        {
            return new McpHttpServer(application, await LoopbackServer.StartAsync(application, port, cancellation).ConfigureAwait(false));
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(McpServerOptions options, int port)
    {
        WebApplicationBuilder builder = LoopbackServer.CreateBuilder(port, MaximumRequestBytes);
        builder.Services
            .AddMcpServer(server => (server.ServerInfo, server.ToolCollection) = (options.ServerInfo, options.ToolCollection))
            .WithHttpTransport(static http => http.SessionMode = HttpServerSessionMode.StatefulForInitializeClients);
        WebApplication application = builder.Build();
        application.UseHostFiltering();
        application.Use(RefuseForeignOriginsAsync);
        application.UseRouting();
        application.MapMcp(Path);
        return application;
    }

    /// <summary>Lets through what no page of another machine has sent: browsers name a page's origin, other programs name none.</summary>
    private static async Task RefuseForeignOriginsAsync(HttpContext context, RequestDelegate next)
    {
        bool isForeign = context.Request.Headers.Origin.Any(static origin => !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && page.IsLoopback && page.Scheme is "http" or "https"));
        if (!isForeign)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync("Pages of other machines may not call these tools.", context.RequestAborted).ConfigureAwait(false);
    }
}
