using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>How a stored encoding becomes <see cref="PanelBlock"/>s: constants for the compiler, which leaves out what an encoding has not, and the vector form of <see cref="WeightBlockReaders"/>.</summary>
internal interface IPanelEncoding
{
    /// <summary>What is added to weights so that they are from 0 to 255.</summary>
    static abstract int Zero { get; }

    /// <summary>The largest number that a weight with <see cref="Zero"/> can be.</summary>
    static abstract int Largest { get; }

    /// <summary>Which integer scales there are.</summary>
    static abstract PanelScales Scales { get; }

    /// <summary>Whether there are offsets.</summary>
    static abstract bool HasOffsets { get; }

    /// <summary>How its blocks hold them.</summary>
    static virtual StoredWeights StoredWeights => StoredWeights.Other;

    /// <summary>Whether a part with an even number is the low halves of 32 bytes, and the next one their high halves.</summary>
    static virtual bool LiesInPairs => false;

    /// <summary>The 32 bytes of two parts, where they lie in pairs.</summary>
    /// <param name="stored">The stored block.</param>
    /// <param name="part">The first of the two.</param>
    static virtual Vector256<byte> Pair(ref readonly byte stored, int part) => throw new UnreachableException();

    /// <summary>The 32 weights of part <paramref name="part"/> of a stored block, each plus <see cref="Zero"/>.</summary>
    static abstract Vector256<byte> Weights(ref readonly byte stored, int part);

    /// <summary>Writes what follows the weights in a panel's blocks, one for each part of a stored block, for sixteen rows.</summary>
    /// <param name="stored">The stored block of the first row.</param>
    /// <param name="rowBytes">From one row to the next.</param>
    /// <param name="panel">The first of the panel's blocks.</param>
    static abstract void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel);
}
