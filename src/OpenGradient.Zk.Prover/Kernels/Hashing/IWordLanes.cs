using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>The same 64-bit word of several Keccak states.</summary>
internal interface IWordLanes<TSelf>
    where TSelf : struct, IWordLanes<TSelf>
{
    static abstract int Count { get; }

    /// <summary>The same word in every lane.</summary>
    static abstract TSelf Create(ulong word);

    /// <summary>Lane l: start + l.</summary>
    static abstract TSelf Sequence(ulong start);

    /// <summary>Lane l: the word at <paramref name="offset"/> + l.</summary>
    static abstract TSelf Load(ReadOnlySpan<ulong> words, int offset);

    /// <summary>Lane l: the word at <paramref name="offset"/> + l · <paramref name="stride"/>.</summary>
    static abstract TSelf Gather(ReadOnlySpan<ulong> words, int offset, int stride);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    static abstract TSelf operator <<(TSelf left, int count);

    static abstract TSelf operator >>(TSelf left, int count);

    /// <summary>x ^ (~y &amp; z).</summary>
    static abstract TSelf Chi(TSelf x, TSelf y, TSelf z);

    /// <summary>By 1 to 63 bits; a literal.</summary>
    TSelf RotateLeft([ConstantExpected] byte count);

    /// <summary>The first byte of each word last.</summary>
    TSelf ReverseBytes();

    ulong this[int lane] { get; }
}
