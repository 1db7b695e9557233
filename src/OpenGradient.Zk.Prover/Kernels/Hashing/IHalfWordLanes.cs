using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>The same 32-bit word of several BLAKE3 states: half of a word of twice as many messages as <typeparamref name="TWords"/> has lanes.</summary>
internal interface IHalfWordLanes<TSelf, TWords>
    where TSelf : struct, IHalfWordLanes<TSelf, TWords>
    where TWords : struct, IWordLanes<TWords>
{
    static abstract int Count { get; }

    /// <summary>The same word in every lane.</summary>
    static abstract TSelf Create(uint word);

    /// <summary>The lower halves of words, those of <paramref name="first"/> before those of <paramref name="second"/>.</summary>
    static abstract TSelf LowerHalves(TWords first, TWords second);

    /// <summary>The upper halves, likewise.</summary>
    static abstract TSelf UpperHalves(TWords first, TWords second);

    /// <summary>Writes digests, joined: lane by lane, of the eight words the first one first.</summary>
    static abstract void Store(ReadOnlySpan<TSelf> words, Span<byte> digests);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>By 1 to 31 bits; a literal.</summary>
    TSelf RotateRight([ConstantExpected] byte count);
}
