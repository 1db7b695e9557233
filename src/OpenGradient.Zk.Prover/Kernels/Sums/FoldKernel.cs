using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>A code word of which one bit of the row is bound, at each place below half: from the values there and half behind.</summary>
/// <param name="word">The code word.</param>
/// <param name="folded">Half as many.</param>
/// <param name="nearRoots">The first powers of 1 / ω, ω being of the word's order: a table of all of them would be half as long as what is folded.</param>
/// <param name="farRoots">Every so-many-th power, as many being near.</param>
/// <param name="sumFactor">(1 - r) / 2, r being what the bit is bound to.</param>
/// <param name="differenceFactor">r / 2.</param>
internal readonly struct FoldKernel(
    QuadraticExtension[] word, QuadraticExtension[] folded, Goldilocks[] nearRoots, Goldilocks[] farRoots, QuadraticExtension sumFactor, QuadraticExtension differenceFactor) : ILaneKernel<FoldKernel>
{
    /// <summary>So many roots lie in the first cache. A range begins at a multiple of them.</summary>
    public const int NearCount = 1 << 10;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        int half = folded.Length;
        ref Goldilocks roots = ref MemoryMarshal.GetArrayDataReference(nearRoots);
        var ofSum = ExtensionLanes<TLanes>.Create(sumFactor);
        for (int block = first; block < end; block += nearRoots.Length)
        {
            var ofDifference = ExtensionLanes<TLanes>.Create(differenceFactor * farRoots[block / nearRoots.Length]);
            int blockEnd = Math.Min(end, block + nearRoots.Length);
            for (int index = block; index < blockEnd; index += TLanes.Count)
            {
                var low = ExtensionLanes<TLanes>.Load(word, index);
                var high = ExtensionLanes<TLanes>.Load(word, half + index);
                ExtensionLanes<TLanes> odd = (low - high) * TLanes.LoadAmongPairs(in roots, (nuint)(uint)(index - block));
                ((ofSum * (low + high)) + (ofDifference * odd)).Store(folded, index);
            }
        }
    }

    public void Join(in FoldKernel part)
    {
    }
}
