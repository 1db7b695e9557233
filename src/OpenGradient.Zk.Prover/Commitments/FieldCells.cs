using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>Elements of F as they are: the run's, or random ones.</summary>
/// <param name="elements">All of them; kept.</param>
internal sealed class FieldCells(Goldilocks[] elements) : VectorCells
{
    public Goldilocks[] Elements => elements;

    public override int Count => elements.Length;

    public override ReadOnlySpan<Goldilocks> Read(int start, int count, Goldilocks[] buffer) => elements.AsSpan(start, count);

    public override TExtension[] SumRows<TExtension>(int start, TExtension[] weights, int columnCount) =>
        BulkArithmetic<TExtension>.Instance.SumRows(weights, start == 0 ? elements : elements[start..(start + (weights.Length * columnCount))], columnCount);
}
