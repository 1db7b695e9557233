using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ e(i) [p_0 q_1 + q_0 p_1] over i below half, each of the four a line in X, at X = 0, 1 and 2.</summary>
/// <param name="p">p_0, and p_1 from <paramref name="distance"/> on.</param>
/// <param name="q">q_0 and q_1, likewise.</param>
/// <param name="distance">Between the tables of one array.</param>
/// <param name="weights">e(i) at half + i.</param>
/// <param name="half">Half of the values that each table has.</param>
internal struct FractionRoundKernel(QuadraticExtension[] p, QuadraticExtension[] q, int distance, QuadraticExtension[] weights, int half) : ILaneKernel<FractionRoundKernel>
{
    /// <summary>Nine tables of so many values fit the first cache.</summary>
    private const int BlockCount = 128;

    public QuadraticExtension At0 { get; private set; }

    public QuadraticExtension At1 { get; private set; }

    public QuadraticExtension At2 { get; private set; }

    /// <summary>Block by block, so that each of the three loops finds the values near; one loop for all three is more than the compiler puts into one body.</summary>
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int block = first; block < end; block += BlockCount)
        {
            int blockEnd = Math.Min(block + BlockCount, end);
            At0 += SumAtEnd<TLanes>(block, blockEnd, 0);
            At1 += SumAtEnd<TLanes>(block, blockEnd, half);
            At2 += SumAt2<TLanes>(block, blockEnd);
        }
    }

    public void Join(in FractionRoundKernel part) => (At0, At1, At2) = (At0 + part.At0, At1 + part.At1, At2 + part.At2);

    /// <summary>At X = 0 or X = 1, where the lines have the values that lie from 0 or from half on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly QuadraticExtension SumAtEnd<TLanes>(int first, int end, int start)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
        {
            ExtensionLanes<TLanes> straight = ExtensionLanes<TLanes>.Load(p, start + index) * ExtensionLanes<TLanes>.Load(q, start + distance + index);
            ExtensionLanes<TLanes> crossed = ExtensionLanes<TLanes>.Load(q, start + index) * ExtensionLanes<TLanes>.Load(p, start + distance + index);
            sum += ExtensionLanes<TLanes>.Load(weights, half + index) * (straight + crossed);
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly QuadraticExtension SumAt2<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
        {
            ExtensionLanes<TLanes> straight = At2Of<TLanes>(p, index) * At2Of<TLanes>(q, distance + index);
            ExtensionLanes<TLanes> crossed = At2Of<TLanes>(q, index) * At2Of<TLanes>(p, distance + index);
            sum += ExtensionLanes<TLanes>.Load(weights, half + index) * (straight + crossed);
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ExtensionLanes<TLanes> At2Of<TLanes>(QuadraticExtension[] values, int index)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var high = ExtensionLanes<TLanes>.Load(values, half + index);
        return high + high - ExtensionLanes<TLanes>.Load(values, index);
    }
}
