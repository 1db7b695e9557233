using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Verification;

/// <summary>What a verifier demands before it accepts (receipt-1 §5.9).</summary>
public sealed record Policy
{
    /// <summary>Signed and logged, by anyone.</summary>
    public static Policy Default { get; } = new();

    /// <summary>The rows that must be valid; by default signature and log.</summary>
    public ImmutableSortedSet<RowKind> Require { get; init; } = [RowKind.Signature, RowKind.Log];

    /// <summary>The key ids of trusted issuers; null trusts any.</summary>
    public ImmutableArray<Digest>? Issuers { get; init; }

    /// <summary>The key digests of trusted logs; null trusts any.</summary>
    public ImmutableArray<Digest>? Logs { get; init; }

    /// <summary>Which logs count and which witnesses must have cosigned; null asks for no witness.</summary>
    public WitnessPolicy? Witnesses { get; init; }

    /// <summary>The models that will do; null takes any.</summary>
    public ImmutableArray<ModelId>? Models { get; init; }

    /// <summary>The draw keys that were known before the nonce was chosen, one of which a sampled answer must name; null asks for none.</summary>
    public ImmutableArray<Digest>? Draws { get; init; }

    /// <summary>The proof keys that are known to hold the weights of their models; null trusts none, and the report says so.</summary>
    public ImmutableArray<Digest>? ProofKeys { get; init; }

    /// <summary>The nonce that the client gave, in lower-case hexadecimal; null takes any.</summary>
    public string? Nonce { get; init; }

    /// <summary>How long ago the receipt may have been issued; null takes any time.</summary>
    public long? MaxAgeSeconds { get; init; }

    /// <summary>Reads a policy; on failure <paramref name="fault"/> names the member that is unknown or has not its form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Policy? policy, out string fault) =>
        PolicyReader.TryRead(json, out policy, out fault);

    /// <summary>The rows that must be valid, with those that carry the constraints.</summary>
    /// <remarks>A constraint on what the issuer said is worth nothing without the issuer's signature, nor one on the log without its proof.</remarks>
    public ImmutableSortedSet<RowKind> RequiredRows(bool withReexecution)
    {
        ImmutableSortedSet<RowKind> rows = Require;
        if (Issuers is not null || Models is not null || Draws is not null || Nonce is not null || MaxAgeSeconds is not null)
            rows = rows.Add(RowKind.Signature);
        if (Logs is not null)
            rows = rows.Add(RowKind.Log);
        if (Witnesses is not null)
            rows = rows.Add(RowKind.Log).Add(RowKind.Witnesses);
        if (ProofKeys is not null)
            rows = rows.Add(RowKind.Proof);
        return withReexecution ? rows.Add(RowKind.Reexecution) : rows;
    }
}
