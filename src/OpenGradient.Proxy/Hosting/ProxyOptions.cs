using OpenGradient.Verification;

namespace OpenGradient.Proxy;

/// <summary>How a proxy is started. It listens on 127.0.0.1 only.</summary>
public sealed class ProxyOptions
{
    /// <summary>The node that answers.</summary>
    public required Uri Node { get; init; }

    /// <summary>The key that the node asks for; null, the default, for none.</summary>
    /// <value>A node that is not on this machine has to be named with https then.</value>
    public NodeKey? NodeKey { get; init; }

    /// <summary>The TCP port; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What an answer has to show before anybody sees it; by default that it is signed and logged.</summary>
    public Policy Policy { get; init; } = Policy.Default;

    /// <summary>What answers are for, where a request does not say so itself; chooses the rule of a policy with rules.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>Runs Programs again, for policies that ask for it; null, the default, for no re-execution.</summary>
    public Reexecution? Reexecute { get; init; }

    /// <summary>Where the bundles of released answers are kept.</summary>
    public required string StoreDirectory { get; init; }

    /// <summary>The largest body of a request or of an answer in one piece, in bytes; 64 MiB by default.</summary>
    public int MaximumBytes { get; init; } = 64 << 20;

    /// <summary>How long the node may take to begin an answer; 10 minutes by default.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told of each request that came to an end; may be null.</summary>
    public IProgress<RelayedAnswer>? Progress { get; init; }

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
