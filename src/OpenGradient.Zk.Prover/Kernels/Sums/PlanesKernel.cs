using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>numbers[i] = planes[i] + planes[count + i] X, count being how many numbers there are.</summary>
internal readonly struct PlanesKernel(QuadraticExtension[] planes, QuadraticExtension[] numbers) : ILaneKernel<PlanesKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        // SAFETY: a number is its two coefficients, so that there is room for two planes.
        ref Goldilocks elements = ref Unsafe.As<QuadraticExtension, Goldilocks>(ref MemoryMarshal.GetArrayDataReference(planes));
        for (int index = first; index < end; index += TLanes.Count)
        {
            TLanes c0 = TLanes.LoadAmongPairs(in elements, (nuint)(uint)index);
            TLanes c1 = TLanes.LoadAmongPairs(in elements, (nuint)(uint)(index + numbers.Length));
            new ExtensionLanes<TLanes>(c0, c1).Store(numbers, index);
        }
    }

    public void Join(in PlanesKernel part)
    {
    }
}
