using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>A code word of which one bit of the row is bound, at each place below half: from the values there and half behind.</summary>
/// <param name="word">The code word.</param>
/// <param name="folded">Half as many.</param>
/// <param name="inverseRoots">Powers of 1 / ω from place half on, ω being of the word's order.</param>
/// <param name="sumFactor">(1 - r) / 2, r being what the bit is bound to.</param>
/// <param name="differenceFactor">r / 2.</param>
internal readonly struct FoldKernel(
    QuadraticExtension[] word, QuadraticExtension[] folded, Goldilocks[] inverseRoots, QuadraticExtension sumFactor, QuadraticExtension differenceFactor) : ILaneKernel<FoldKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        int half = folded.Length;
        ref Goldilocks roots = ref MemoryMarshal.GetArrayDataReference(inverseRoots);
        var ofSum = ExtensionLanes<TLanes>.Create(sumFactor);
        var ofDifference = ExtensionLanes<TLanes>.Create(differenceFactor);
        for (int index = first; index < end; index += TLanes.Count)
        {
            var low = ExtensionLanes<TLanes>.Load(word, index);
            var high = ExtensionLanes<TLanes>.Load(word, half + index);
            ExtensionLanes<TLanes> odd = (low - high) * TLanes.LoadAmongPairs(in roots, (nuint)(uint)(half + index));
            ((ofSum * (low + high)) + (ofDifference * odd)).Store(folded, index);
        }
    }

    public void Join(in FoldKernel part)
    {
    }
}
