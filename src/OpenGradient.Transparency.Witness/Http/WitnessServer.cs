using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenGradient.Transparency.Witness;

/// <summary>A witness behind HTTP: <c>POST /add-checkpoint</c>, <c>POST /sign-subtree</c>, <c>GET /{origin hash}/checkpoint</c>.</summary>
/// <remarks>
/// There is nothing secret and nobody logs in: what is asked carries the log's signature. Requests are bounded in size, in number at once and,
/// for each address, in number a second (429).
/// </remarks>
public sealed class WitnessServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private WitnessServer(WebApplication application)
    {
        _application = application;
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where the witness listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<WitnessServer> StartAsync(LogWitness witness, WitnessServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(witness);
        ArgumentNullException.ThrowIfNull(options);
        WebApplication application = Build(options);
        new WitnessEndpoints(witness).Map(application);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return new WitnessServer(application);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(WitnessServerOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(static console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddRoutingCore();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(AtOnce(options), EachSecond(options));
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new IPEndPoint(options.Address, options.Port));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AddCheckpointRequest.MaxBytes;
            kestrel.Limits.MaxConcurrentConnections = 4L * options.ConcurrentRequests;
        });
        WebApplication application = builder.Build();
        application.UseRouting();
        application.UseRateLimiter();
        return application;
    }

    private static PartitionedRateLimiter<HttpContext> AtOnce(WitnessServerOptions options) =>
        PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetConcurrencyLimiter(0, _ => new ConcurrencyLimiterOptions { PermitLimit = options.ConcurrentRequests }));

    private static PartitionedRateLimiter<HttpContext> EachSecond(WitnessServerOptions options) =>
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => options.RequestsPerSecond == 0
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * options.RequestsPerSecond,
                TokensPerPeriod = options.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
}
