using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ weights[half + i] f(a(X, i), b(X, i), c(X, i)) over i below half, at X = 0, 1 and 2, for lines through two values each.</summary>
internal struct CellRoundKernel<TEquation>(TEquation equation, QuadraticExtension[] a, QuadraticExtension[] b, QuadraticExtension[] c, QuadraticExtension[] weights, int half)
    : ILaneKernel<CellRoundKernel<TEquation>>
    where TEquation : struct, ICellEquation<QuadraticExtension>
{
    /// <summary>Seven tables of so many values fit the first cache.</summary>
    private const int BlockCount = 256;

    public QuadraticExtension At0 { get; private set; }

    public QuadraticExtension At1 { get; private set; }

    public QuadraticExtension At2 { get; private set; }

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

    public void Join(in CellRoundKernel<TEquation> part) => (At0, At1, At2) = (At0 + part.At0, At1 + part.At1, At2 + part.At2);

    /// <summary>At X = 0 or X = 1, where the lines have the values that lie from 0 or from half on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly QuadraticExtension SumAtEnd<TLanes>(int first, int end, int start)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
        {
            ExtensionLanes<TLanes> value = equation.At(
                ExtensionLanes<TLanes>.Load(a, start + index), ExtensionLanes<TLanes>.Load(b, start + index), ExtensionLanes<TLanes>.Load(c, start + index));
            sum += ExtensionLanes<TLanes>.Load(weights, half + index) * value;
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly QuadraticExtension SumAt2<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
            sum += ExtensionLanes<TLanes>.Load(weights, half + index) * equation.At(At2Of<TLanes>(a, index), At2Of<TLanes>(b, index), At2Of<TLanes>(c, index));
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
