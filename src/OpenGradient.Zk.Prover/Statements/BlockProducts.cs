using System.Collections.Immutable;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The first rounds of a sumcheck of P(x) w(x): Σ over y of P(b, y) w(b', y), for all values b and b' of its first variables.</summary>
/// <remarks>
/// Binding a variable is bilinear in both, so these few numbers say all that a prover sends until the last of the variables is bound. A piece of w is a product of numbers for rows and numbers
/// for columns: its sum with a block of P is a sum over rows, of integers of 16 bits as they are, and one over columns. Nothing as long as P is ever written.
/// </remarks>
internal sealed class BlockProducts<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private TExtension[][] _products; // [block of P, block of w]

    private BlockProducts(TExtension[][] products) => _products = products;

    /// <summary>How many variables are left.</summary>
    public int VariableCount => int.Log2(_products.Length);

    /// <param name="cells">P.</param>
    /// <param name="variableCount">P has 2^this elements.</param>
    /// <param name="logBlockCount">Of how many variables the values are told apart.</param>
    /// <param name="pieces">w.</param>
    /// <param name="cancellation">Is looked at between pieces.</param>
    public static BlockProducts<TExtension> Of(ShortCells cells, int variableCount, int logBlockCount, ImmutableArray<PieceWeights<TExtension>> pieces, CancellationToken cancellation)
    {
        int logBlock = variableCount - logBlockCount;
        int filled = (cells.Count + (1 << logBlock) - 1) >> logBlock; // blocks behind are 0
        var parts = pieces.SelectMany(piece => piece.Cut(1 << logBlock)).SelectMany(piece => Enumerable.Range(0, filled).Select(block => (Piece: piece, Block: block))).ToArray();
        var products = new TExtension[parts.Length];
        int next = -1;
        Halves.Run(Multiply, Multiply);
        cancellation.ThrowIfCancellationRequested();
        TExtension[][] sums = Square(1 << logBlockCount);
        for (int index = 0; index < parts.Length; index++)
            sums[parts[index].Block][parts[index].Piece.Start >> logBlock] += products[index];
        return new(sums);

        void Multiply()
        {
            for (int index = Interlocked.Increment(ref next); index < parts.Length && !cancellation.IsCancellationRequested; index = Interlocked.Increment(ref next))
                products[index] = Product(cells, (parts[index].Block << logBlock) + (parts[index].Piece.Start & ((1 << logBlock) - 1)), parts[index].Piece);
        }
    }

    /// <summary>Adds the sums with the first free variable at 0 and at 2, where it is twice what it is at 1, less what it is at 0, in both factors.</summary>
    public void SumRound(Span<TExtension> values)
    {
        int half = _products.Length / 2;
        for (int block = 0; block < half; block++)
        {
            (TExtension low, TExtension high) = (_products[block][block], _products[half + block][half + block]);
            TExtension mixed = _products[block][half + block] + _products[half + block][block];
            TExtension twice = high + high - mixed;
            values[0] += low;
            values[1] += low + twice + twice;
        }
    }

    /// <summary>Sets the first free variable.</summary>
    public void Bind(TExtension challenge)
    {
        int half = _products.Length / 2;
        TExtension rest = TExtension.One - challenge;
        TExtension[][] bound = Square(half);
        for (int p = 0; p < half; p++)
        {
            for (int w = 0; w < half; w++)
            {
                TExtension low = (rest * _products[p][w]) + (challenge * _products[p][half + w]);
                TExtension high = (rest * _products[half + p][w]) + (challenge * _products[half + p][half + w]);
                bound[p][w] = (rest * low) + (challenge * high);
            }
        }

        _products = bound;
    }

    private static TExtension[][] Square(int count) => [.. Enumerable.Range(0, count).Select(_ => new TExtension[count])];

    /// <summary>Σ of the elements of P from a place on, each with the weight of the piece's cell.</summary>
    private static TExtension Product(ShortCells cells, int place, PieceWeights<TExtension> piece)
    {
        var columns = new TExtension[piece.Inner.Length];
        cells.AddRows(piece.Outer, place, columns.Length, columns, 0, columns.Length);
        return BulkArithmetic<TExtension>.Instance.Inner(piece.Inner, columns);
    }
}
