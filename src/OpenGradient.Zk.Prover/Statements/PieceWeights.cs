using System.Collections.Immutable;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The weight of a claim at the cells of a piece, as the product of a number for each row and one for each column of a matrix.</summary>
/// <param name="Start">The place of the piece's first cell in the vector.</param>
/// <param name="Outer">A number for each row, 2^n.</param>
/// <param name="Inner">A number for each column, 2^m.</param>
internal sealed record PieceWeights<TExtension>(int Start, TExtension[] Outer, TExtension[] Inner)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>The place behind its last cell.</summary>
    public int End => Start + (Outer.Length * Inner.Length);

    /// <summary>The first factors are one, and the last ones; where they part, both are about as long.</summary>
    public static PieceWeights<TExtension> Of(Claim<TExtension> claim, ImmutableArray<long> shape, TensorPiece piece, long start, TExtension scale)
    {
        var factors = new WeightFactor<TExtension>[claim.Weight.Length];
        (int axis, int innerBits, int nearest, int parting) = (0, piece.VariableCount, int.MaxValue, 0);
        for (int index = 0; index < factors.Length; index++)
        {
            int distance = Math.Abs(piece.VariableCount - (2 * innerBits));
            if (distance < nearest)
                (nearest, parting) = (distance, index);
            factors[index] = new(claim.Weight[index].AxisCount, CellsOf(claim.Weight[index], shape, piece, axis));
            axis += factors[index].AxisCount;
            innerBits -= int.Log2(factors[index].Cells.Length);
        }

        TExtension[] outer = Array.ConvertAll(BulkArithmetic<TExtension>.Joined([.. factors[..parting]]), weight => weight * scale);
        return new((int)start, outer, BulkArithmetic<TExtension>.Joined([.. factors[parting..]]));
    }

    /// <summary>The same, in parts of at most so many cells, a power of two.</summary>
    public IEnumerable<PieceWeights<TExtension>> Cut(int cellCount)
    {
        if (End - Start <= cellCount)
            return [this];
        return Inner.Length <= cellCount
            ? Outer.Chunk(cellCount / Inner.Length).Select((rows, index) => this with { Start = Start + (index * cellCount), Outer = rows })
            : Outer.SelectMany((row, index) => Inner.Chunk(cellCount).Select((columns, part) => new PieceWeights<TExtension>(Start + (index * Inner.Length) + (part * cellCount), [row], columns)));
    }

    /// <summary>Adds scale · weight at the places from one on, so many of the vector.</summary>
    /// <param name="table">Of weights.</param>
    /// <param name="at">Where in the table the first of these places is.</param>
    /// <param name="first">The first place.</param>
    /// <param name="count">How many places.</param>
    /// <param name="scale">By what the weight is multiplied.</param>
    public void AddTo(TExtension[] table, int at, int first, int count, TExtension scale)
    {
        int end = Math.Min(End, first + count);
        for (int place = Math.Max(Start, first); place < end;)
        {
            (int row, int column) = int.DivRem(place - Start, Inner.Length);
            int run = Math.Min(Inner.Length - column, end - place);
            BulkArithmetic<TExtension>.Instance.AddScaled(table, at + (place - first), scale * Outer[row], Inner, column, run);
            place += run;
        }
    }

    /// <summary>A number for each cell of the piece along the axes of a factor.</summary>
    private static TExtension[] CellsOf(WeightFactor<TExtension> factor, ImmutableArray<long> shape, TensorPiece piece, int firstAxis)
    {
        TExtension[] cells = factor.Cells;
        if (factor.AxisCount == 1)
            return cells.Length == 1L << piece.LogCounts[firstAxis] ? cells : cells.AsSpan((int)piece.Starts[firstAxis], 1 << piece.LogCounts[firstAxis]).ToArray();
        long[] places = [0];
        for (int axis = firstAxis; axis < firstAxis + factor.AxisCount; axis++)
        {
            (long size, long start, int count) = (shape[axis], piece.Starts[axis], 1 << piece.LogCounts[axis]);
            places = [.. places.SelectMany(place => Enumerable.Range(0, count).Select(index => (place * size) + start + index))];
        }

        return Array.ConvertAll(places, place => cells[place]);
    }
}
