using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Fields;

/// <summary>A field E above F in which challenges live; proof-1 section 1.</summary>
/// <remarks>Everything that draws a challenge is written once, over this interface: the profile chooses the degree, and with it the soundness.</remarks>
internal interface IExtension<TSelf> : IEquatable<TSelf>
    where TSelf : struct, IExtension<TSelf>
{
    /// <summary>The degree D over F: the number of coefficients.</summary>
    static abstract int Degree { get; }

    /// <summary>The name of the profile with trees of Keccak-256; others add to it.</summary>
    static abstract ReadOnlySpan<byte> Profile { get; }

    /// <summary>The level of the profile: a false statement passes with a probability of at most 2 to the minus this.</summary>
    static abstract int SoundnessBits { get; }

    static virtual TSelf Zero => default;

    static virtual TSelf One => TSelf.From(Goldilocks.One);

    static abstract TSelf From(Goldilocks element);

    /// <param name="coefficients">As many as the degree, that of 1 first.</param>
    static abstract TSelf From(ReadOnlySpan<Goldilocks> coefficients);

    /// <summary>What a number of a proof stands for: itself, unless messages are padded.</summary>
    static virtual TSelf Receive(TSelf sent, MessagePads? pads) => sent;

    /// <summary>Whether an equation of the protocol holds, as far as that is known.</summary>
    static virtual bool RequireEqual(TSelf left, TSelf right) => left == right;

    /// <summary>Σ weights[i] · integers[i].</summary>
    static virtual TSelf Weigh(ReadOnlySpan<TSelf> weights, ReadOnlySpan<long> integers) => InnerProduct.Of(weights, integers);

    /// <summary>The coefficient of X^<paramref name="index"/>.</summary>
    Goldilocks this[int index] { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, Goldilocks right);

    static abstract bool operator ==(TSelf left, TSelf right);

    static abstract bool operator !=(TSelf left, TSelf right);

    /// <summary>1 / this; 0 for 0.</summary>
    TSelf Inverse();
}
