using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Lookups;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The fractions of the lookups, made of the witness wherever they are asked for; proof-1 section 10.</summary>
/// <param name="circuit">The core.</param>
/// <param name="layout">Where they stand.</param>
/// <param name="witness">The vector that was committed to.</param>
/// <param name="alpha">α.</param>
/// <param name="beta">β.</param>
internal sealed class LookupFractions<TExtension>(Circuit circuit, LookupLayout layout, FieldCells witness, TExtension alpha, TExtension beta) : IFractions<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>0, 1, …: the first entry of each row of a table.</summary>
    private static readonly long[] Places = [.. Enumerable.Range(0, 1 << Circuit.TableBits).Select(static place => (long)place)];

    private readonly int[] _blocks = [.. Enumerable.Range(0, layout.Blocks.BlockCount).OrderBy(block => layout.Blocks.OffsetOf(block))];

    public int VariableCount => layout.Blocks.VariableCount;

    public void Fill(int first, int count, TExtension[] numerators, TExtension[] denominators, int at)
    {
        int place = first;
        for (int index = FirstBlockAt(first); index < _blocks.Length && place < first + count; index++)
        {
            (int block, int start) = (_blocks[index], (int)layout.Blocks.OffsetOf(_blocks[index]));
            int end = Math.Min(first + count, start + (1 << layout.Blocks.LogLengthOf(block)));
            if (layout.TableOf(block) is >= 0 and int table)
                FillTable(table, place - start, end - place, numerators, denominators, at + (place - first));
            else
                FillLookup(block, place - start, end - place, numerators, denominators, at + (place - first));
            place = end;
        }

        numerators.AsSpan(at + (place - first), first + count - place).Clear();
        denominators.AsSpan(at + (place - first), first + count - place).Fill(TExtension.One);
    }

    /// <summary>1 / (α - row).</summary>
    private void FillLookup(int block, int start, int count, TExtension[] numerators, TExtension[] denominators, int at)
    {
        Lookup lookup = layout.LookupOf(block);
        numerators.AsSpan(at, count).Fill(TExtension.One);
        denominators.AsSpan(at, count).Fill(alpha - TExtension.From(Goldilocks.From(lookup.Offset)) - (beta * beta * Goldilocks.From((long)lookup.Table)));
        AddPiece(denominators, at, TExtension.From(Goldilocks.From(-lookup.Factor)), layout.PieceOf(block, lookup.Column), start, count);
        if (lookup.ValueColumn >= 0)
            AddPiece(denominators, at, TExtension.Zero - beta, layout.PieceOf(block, lookup.ValueColumn), start, count);
    }

    /// <summary>-count / (α - row of the table).</summary>
    private void FillTable(int table, int start, int count, TExtension[] numerators, TExtension[] denominators, int at)
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        TExtension minusOne = TExtension.Zero - TExtension.One;
        numerators.AsSpan(at, count).Clear();
        denominators.AsSpan(at, count).Fill(alpha - (beta * beta * Goldilocks.From((long)table)));
        AddPiece(numerators, at, minusOne, layout.CountsOf(table), start, count);
        arithmetic.AddScaled(denominators, at, minusOne, Places, start, count);
        if (table > 0)
            arithmetic.AddScaled(denominators, at, TExtension.Zero - beta, circuit.PublicConstants[circuit.Tables[table - 1]]!, start, count);
    }

    private void AddPiece(TExtension[] numbers, int at, TExtension factor, int piece, int start, int count) =>
        BulkArithmetic<TExtension>.Instance.AddScaled(numbers, at, factor, witness.Elements, (int)layout.Columns.Layout.OffsetOf(piece) + start, count);

    /// <summary>The block that a place lies in, or the end.</summary>
    private int FirstBlockAt(int place)
    {
        (int low, int high) = (0, _blocks.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = layout.Blocks.OffsetOf(_blocks[middle]) + (1L << layout.Blocks.LogLengthOf(_blocks[middle])) <= place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
