using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>What a receipt of AIR v1 can be held against; what is null is not looked for.</summary>
public sealed record AirCompanions
{
    /// <summary>The bundle whose twin the receipt is said to be.</summary>
    public ReadOnlyMemory<byte>? Bundle { get; init; }

    /// <summary>The attestation document of which the receipt has the digest.</summary>
    public ReadOnlyMemory<byte>? Attestation { get; init; }

    /// <summary>The roots that the document's platform signs under; without any, who signed the document is not checked.</summary>
    public ImmutableArray<Certificate> Roots { get; init; } = [];
}
