using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The HTTP servers that are for programs of this machine: they listen on 127.0.0.1, and with host filtering answer for no other name that leads there (DNS rebinding).</summary>
public static class LoopbackServer
{
    /// <summary>An application's builder; the application has to begin with <c>UseHostFiltering</c>, and to start by <see cref="StartAsync"/>.</summary>
    /// <param name="port">The TCP port; 0 takes a free one.</param>
    /// <param name="maximumRequestBytes">The largest body of a request.</param>
    public static WebApplicationBuilder CreateBuilder(int port, long maximumRequestBytes)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(static console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddRoutingCore();
        builder.Services.AddHostFiltering(static filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = maximumRequestBytes;
        });
        return builder;
    }

    /// <summary>Starts to listen.</summary>
    /// <returns>Where.</returns>
    /// <exception cref="InvalidInputException">The port is taken.</exception>
    public static async Task<Uri> StartAsync(WebApplication application, int port, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(application);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new InvalidInputException(InvalidInputKind.Conflict, "port", $"127.0.0.1:{port} cannot be had: choose another port with --port N, or --port 0 for a free one.", error);
        }

        return new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }
}
