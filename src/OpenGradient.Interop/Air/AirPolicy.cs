using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>What a verifier demands of a receipt of AIR v1; what is null or empty is not demanded.</summary>
public sealed record AirPolicy
{
    /// <summary>How far ahead of the verifier's clock a receipt may be, as long as <see cref="MaximumAgeSeconds"/> is given: 300 s, as for our own receipts.</summary>
    public const long ClockSkewSeconds = 300;

    /// <summary>How old a receipt may be, in seconds.</summary>
    public long? MaximumAgeSeconds { get; init; }

    /// <summary>The nonce that was sent with the request.</summary>
    public ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>The model that was asked for.</summary>
    public Digest? ModelHash { get; init; }

    /// <summary>The platform that is accepted, as <c>measurement_type</c> names it.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether only receipts of <see cref="AirWorkload.Production"/> are accepted.</summary>
    public bool IsProduction { get; init; }
}
