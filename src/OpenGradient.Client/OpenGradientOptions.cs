using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>Which node is asked, and what its answers have to show before anybody sees them.</summary>
public sealed record OpenGradientOptions
{
    /// <summary>The node that answers, without the path of an API: <c>http://127.0.0.1:8080</c>. It is trusted in nothing.</summary>
    public required Uri Node { get; init; }

    /// <summary>What an answer has to show; by default that it is signed and logged, by anyone.</summary>
    public Policy Policy { get; init; } = Policy.Default;

    /// <summary>What answers are for, where a request does not say so itself; chooses the rule of a policy with rules.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>Runs Programs again, for policies that ask for it; null, the default, for no re-execution.</summary>
    public Reexecution? Reexecute { get; init; }

    /// <summary>Compares requests with receipts; null, the default, for <see cref="SentConversation"/>, which knows chat and text completions.</summary>
    public RequestComparer? Compare { get; init; }

    /// <summary>Told of each answer before it is released, to keep its bundle; may be null. If it throws, the answer is not released.</summary>
    public Action<VerifiedAnswer>? Keep { get; init; }

    /// <summary>The largest answer in one piece, in bytes; 64 MiB by default.</summary>
    public int MaximumBytes { get; init; } = 64 << 20;

    /// <summary>How often a request is tried in all that the node did not take: it could not be reached, or said 429; 4 by default, 1 for no second try.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An address below the node's.</summary>
    internal Uri AddressOf(string path) => new(new Uri(Node.AbsoluteUri.TrimEnd('/') + "/"), path);
}
