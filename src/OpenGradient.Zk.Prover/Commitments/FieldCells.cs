using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>Elements of F as they are: the run's, or random ones.</summary>
/// <param name="elements">All of the vector; kept.</param>
/// <param name="count">Those behind so many are 0.</param>
internal sealed class FieldCells(Goldilocks[] elements, int count) : VectorCells
{
    public FieldCells(Goldilocks[] elements)
        : this(elements, elements.Length)
    {
    }

    public Goldilocks[] Elements => elements;

    public override int Count => count;

    public override ReadOnlySpan<Goldilocks> Read(int start, int count, Goldilocks[] buffer) => elements.AsSpan(start, count);

    public override TExtension[] SumRows<TExtension>(int start, TExtension[] weights, int columnCount, CancellationToken cancellation = default) =>
        BulkArithmetic<TExtension>.Instance.SumRows(weights, start == 0 ? elements : elements[start..(start + (weights.Length * columnCount))], columnCount, cancellation);
}
