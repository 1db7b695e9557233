using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ a(X, i) b(X, i) c(X, i) over i below half, at X = 0, 2 and 3, for lines through two values each.</summary>
internal struct TripleRoundKernel(QuadraticExtension[] a, QuadraticExtension[] b, QuadraticExtension[] c, int half) : ILaneKernel<TripleRoundKernel>
{
    /// <summary>Six tables of so many values fit the first cache.</summary>
    private const int BlockCount = 256;

    public QuadraticExtension At0 { get; private set; }

    public QuadraticExtension At2 { get; private set; }

    public QuadraticExtension At3 { get; private set; }

    /// <summary>Block by block, so that each of the three loops finds the values near; one loop for all three is more than the compiler puts into one body.</summary>
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int block = first; block < end; block += BlockCount)
        {
            int blockEnd = Math.Min(block + BlockCount, end);
            At0 += SumAt0<TLanes>(block, blockEnd);
            At2 += SumAt2<TLanes>(block, blockEnd);
            At3 += SumAt3<TLanes>(block, blockEnd);
        }
    }

    public void Join(in TripleRoundKernel part) => (At0, At2, At3) = (At0 + part.At0, At2 + part.At2, At3 + part.At3);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly QuadraticExtension SumAt0<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
            sum += ExtensionLanes<TLanes>.Load(a, index) * ExtensionLanes<TLanes>.Load(b, index) * ExtensionLanes<TLanes>.Load(c, index);
        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly QuadraticExtension SumAt2<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
            sum += At2Of<TLanes>(a, index) * At2Of<TLanes>(b, index) * At2Of<TLanes>(c, index);
        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly QuadraticExtension SumAt3<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
            sum += At3Of<TLanes>(a, index) * At3Of<TLanes>(b, index) * At3Of<TLanes>(c, index);
        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ExtensionLanes<TLanes> At2Of<TLanes>(QuadraticExtension[] values, int index)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var high = ExtensionLanes<TLanes>.Load(values, half + index);
        return high + (high - ExtensionLanes<TLanes>.Load(values, index));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ExtensionLanes<TLanes> At3Of<TLanes>(QuadraticExtension[] values, int index)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var high = ExtensionLanes<TLanes>.Load(values, half + index);
        ExtensionLanes<TLanes> rise = high - ExtensionLanes<TLanes>.Load(values, index);
        return high + rise + rise;
    }
}
