using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>The elements of a vector that is committed to, in as few bytes as they take; those behind the last one that is kept are 0.</summary>
internal abstract class VectorCells
{
    /// <summary>So many are kept.</summary>
    public abstract int Count { get; }

    /// <summary>So many elements from one on: where they lie if they are elements of F, otherwise in the buffer.</summary>
    public abstract ReadOnlySpan<Goldilocks> Read(int start, int count, Goldilocks[] buffer);

    /// <summary>Σ over rows of so many elements of weights[row] · row, from an element on.</summary>
    public abstract TExtension[] SumRows<TExtension>(int start, TExtension[] weights, int columnCount, CancellationToken cancellation = default)
        where TExtension : struct, IExtension<TExtension>;
}
