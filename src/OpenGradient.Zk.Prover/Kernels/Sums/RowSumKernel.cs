using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ over rows of weights[row] · matrix[row, i], for each column i.</summary>
/// <param name="weights">One for each row.</param>
/// <param name="matrix">Of rows of as many elements as there are columns.</param>
/// <param name="columnCount">Elements of a row.</param>
/// <param name="sums">At least as many; those behind stay as they are.</param>
internal readonly struct RowSumKernel(QuadraticExtension[] weights, Goldilocks[] matrix, int columnCount, QuadraticExtension[] sums) : ILaneKernel<RowSumKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref Goldilocks elements = ref MemoryMarshal.GetArrayDataReference(matrix);
        for (int column = first; column < end; column += TLanes.Count)
        {
            ExtensionLanes<TLanes> sum = default;
            for (int row = 0; row < weights.Length; row++)
                sum += ExtensionLanes<TLanes>.Create(weights[row]) * TLanes.LoadAmongPairs(in elements, (nuint)((row * columnCount) + column));
            sum.Store(sums, column);
        }
    }

    public void Join(in RowSumKernel part)
    {
    }
}
