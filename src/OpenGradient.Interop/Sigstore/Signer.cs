namespace OpenGradient.Interop;

/// <summary>Whose signature is demanded: that of an identity that an issuer vouched for, or that of a key.</summary>
public sealed record Signer
{
    private Signer()
    {
    }

    /// <summary>The identity: an e-mail address or URI, to the letter; null where a key is demanded.</summary>
    public string? Identity { get; private init; }

    /// <summary>Who must have vouched for the identity; null where a key is demanded.</summary>
    public string? Issuer { get; private init; }

    /// <summary>The key; null where an identity is demanded.</summary>
    public ForeignKey? Key { get; private init; }

    /// <summary>Demands an identity.</summary>
    /// <exception cref="ArgumentException">One of the two is empty: a certificate that names nobody would meet that.</exception>
    public static Signer OfIdentity(string identity, string issuer)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        return new() { Identity = identity, Issuer = issuer };
    }

    /// <summary>Demands a key.</summary>
    public static Signer OfKey(ForeignKey key) => new() { Key = key };
}
