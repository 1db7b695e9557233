using System.Net;

namespace OpenGradient.Transparency.Witness;

/// <summary>Where a witness listens, and how much it takes.</summary>
public sealed class WitnessServerOptions
{
    /// <summary>The IP address; that of this machine alone by default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many requests a second one address may make, with as many again at once; 0 for no limit. 50 by default.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>How many requests may be under way, from all; 256 by default.</summary>
    public int ConcurrentRequests { get; init; } = 256;
}
