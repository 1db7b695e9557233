using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenGradient.Hub;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Gateway;

/// <summary>A running node: models, inference, receipts and log behind one HTTP address.</summary>
/// <remarks>
/// Guarantee: a receipt id that a client was told is stored and in the log, and survives the death of the process at any moment.
/// Not guaranteed: anything about an answer that had not begun to arrive. See docs/http-api.md.
/// </remarks>
public sealed class Node : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly NodeServices _services;
    private bool _isDisposed;

    private Node(WebApplication application, NodeServices services)
    {
        _application = application;
        _services = services;
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address);
    }

    /// <summary>Where the node listens.</summary>
    public Uri Address { get; }

    /// <summary>The node's keys.</summary>
    public NodeKeys Keys => _services.Keys;

    /// <summary>The models that are published on this node.</summary>
    public ModelStore Models => _services.Models.Store;

    /// <summary>The label that receipts give for the issuer.</summary>
    public string Name => _services.IssuerName;

    /// <summary>How it stands with the witnesses of the log; empty if there are none.</summary>
    public IEnumerable<WitnessStatus> Witnesses => _services.Witnesses?.Status ?? [];

    /// <summary>What the witnesses have signed of the log's latest checkpoint; null if the log has no witnesses.</summary>
    public WitnessFinding? Cosigned => _services.Options.Witnesses is { } policy && SignedNote.TryParse(_services.Log.LatestCheckpointNote, out SignedNote? note)
        && Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint) ? policy.Check(note, checkpoint) : null;

    internal NodeServices Services => _services;

    /// <summary>Public files of the log that were missing or damaged at the start, and were written again from the durable entries.</summary>
    public IReadOnlyList<string> RepairedLogFiles => _services.Log.RepairedFiles;

    /// <summary>Paths in the data directory that other users of this machine could read or enter until the start; now only their owner can.</summary>
    public IReadOnlyList<string> TightenedPaths => _services.Data.Tightened;

    /// <summary>Starts a node; returns when it listens and its models are loaded.</summary>
    /// <param name="options">How it is started.</param>
    /// <param name="progress">Told how far the import of models is, and which are refused; may be null.</param>
    /// <param name="cancellationToken">Gives up; nothing is left running.</param>
    /// <exception cref="InvalidInputException">An option or a file of the data directory is wrong; or the port or the data directory is taken.</exception>
    public static async Task<Node> StartAsync(NodeOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        NodeOptionsCheck.Require(options);
        Socket socket = ListenSocket.Bind(options);
        NodeServices? services = null;
        WebApplication? application = null;
        try
        {
            services = await NodeServices.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            await services.LoadModelsAsync(progress, cancellationToken).ConfigureAwait(false);
            application = Build(options, services, socket);
            await ListenAsync(application, options, cancellationToken).ConfigureAwait(false);
            services.Readiness.Set(true);
            return new Node(application, services);
        }
        catch
        {
            if (application is not null)
                await application.DisposeAsync().ConfigureAwait(false);
            if (services is not null)
                await services.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Completes when something stops the node.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _application.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops taking requests, lets those under way end, signs a last checkpoint, closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _services.Readiness.Set(false);
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(NodeOptions options, NodeServices services, Socket socket)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(static console => console.SingleLine = true).SetMinimumLevel(options.MinimumLogLevel);
        // What keeps the host from starting is thrown to the caller, who says it in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        builder.Services.AddHostFiltering(filter =>
        {
            filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]", options.Address, .. options.AllowedHosts];
            filter.IncludeFailureMessage = false;
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen((IPEndPoint)socket.LocalEndPoint!);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaximumRequestBytes;
        });
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => socket);
        WebApplication application = builder.Build();
        application.UseMiddleware<ErrorMiddleware>();
        application.UseHostFiltering();
        application.UseRouting();
        NodeEndpoints.Map(application, services);
        return application;
    }

    private static async Task ListenAsync(WebApplication application, NodeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            // Another program bound the address at the same moment, and was the first to listen.
            throw ListenSocket.Refused(options, SocketError.AddressAlreadyInUse, error);
        }
    }
}
