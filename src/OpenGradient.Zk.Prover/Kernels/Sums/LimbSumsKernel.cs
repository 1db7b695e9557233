using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Integers;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Adds what the limbs of <see cref="ShortRowSums"/> stand for to numbers[at + i].</summary>
/// <param name="limbs">[limb, columns]; each above -p.</param>
/// <param name="numbers">Are added to.</param>
/// <param name="at">The first of them.</param>
internal readonly struct LimbSumsKernel(long[] limbs, QuadraticExtension[] numbers, int at) : ILaneKernel<LimbSumsKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        nuint columns = (nuint)(limbs.Length / ShortRowSums.LimbCount);
        ref long sums = ref MemoryMarshal.GetArrayDataReference(limbs);
        var high = TLanes.Create(Goldilocks.From(1UL << 32));
        for (int index = first; index < end; index += TLanes.Count)
        {
            nuint column = (nuint)(uint)index;
            TLanes c0 = TLanes.LoadAmongPairs(in sums, column) + (TLanes.LoadAmongPairs(in sums, columns + column) * high);
            TLanes c1 = TLanes.LoadAmongPairs(in sums, (2 * columns) + column) + (TLanes.LoadAmongPairs(in sums, (3 * columns) + column) * high);
            (ExtensionLanes<TLanes>.Load(numbers, at + index) + new ExtensionLanes<TLanes>(c0, c1)).Store(numbers, at + index);
        }
    }

    public void Join(in LimbSumsKernel part)
    {
    }
}
