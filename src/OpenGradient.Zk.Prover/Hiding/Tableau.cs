using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>Pads and their products, committed to; the prover of <see cref="TableauVerifier"/>.</summary>
internal sealed class Tableau<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private readonly TableauShape _shape;
    private readonly TExtension[][] _rows; // [masks, then rows of cells][row length]
    private readonly TExtension[][] _words; // [rows][columns]
    private readonly HashTree _tree;

    private Tableau(TreeHash hash, TableauShape shape, TExtension[][] rows)
    {
        (_shape, _rows) = (shape, rows);
        _words = Array.ConvertAll(rows, row => TableauCode.Encode<TExtension>(row, 1 + shape.LogInverseRate));
        _tree = HashTree.Over(hash, 1 << shape.LogColumnCount, (column, digest) => TreeOpening.HashLeaf<TExtension>(hash, Array.ConvertAll(_words, word => word[column]), digest));
    }

    public ReadOnlySpan<byte> Root => _tree.Root;

    /// <param name="hash">Of its tree.</param>
    /// <param name="shape">Of the tableau.</param>
    /// <param name="cells">[rows of cells][cells]</param>
    /// <param name="randomness">Of the masks, and of what stands behind the cells.</param>
    public static Tableau<TExtension> Create(TreeHash hash, TableauShape shape, TExtension[][] cells, ProverRandomness randomness)
    {
        var rows = new TExtension[shape.RowCount][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = randomness.Draw<TExtension>(shape.RowLength);
            if (row >= TableauShape.MaskCount)
                cells[row - TableauShape.MaskCount].CopyTo(rows[row], 0);
        }

        Balance(shape, rows);
        return new(hash, shape, rows);
    }

    /// <summary>Proves the equations, whose unknowns are those that the tableau was made for.</summary>
    public void Prove(ProofWriter writer, PadEquations<TExtension> equations, CancellationToken cancellation)
    {
        TExtension rho = writer.Transcript.Challenge<TExtension>();
        writer.WriteClear<TExtension>(MessageLabel.TableauRows, CombinedRows(rho));
        writer.WriteClear<TExtension>(MessageLabel.TableauSum, SumOf(TableauSum<TExtension>.Of(_shape, equations, rho).Weights));
        writer.WriteClear<TExtension>(MessageLabel.TableauProducts, ProductsOf(rho));
        writer.WriteWork(_shape.Queries.WorkBits, cancellation);
        int[] indices = TableauVerifier.DrawIndices(writer.Transcript, _shape);
        foreach (int index in indices)
            writer.WriteClear<TExtension>(MessageLabel.Columns, Array.ConvertAll(_words, word => word[index]));
        _tree.Open(writer, indices);
    }

    /// <summary>M_1 and M_2 add up to nothing, M_3 and M_4 to nothing in each cell.</summary>
    private static void Balance(TableauShape shape, TExtension[][] rows)
    {
        TExtension sum = rows[1].Concat(rows[2]).Aggregate(TExtension.Zero, static (sum, number) => sum + number);
        rows[1][0] -= sum;
        for (int cell = 0; cell < shape.CellCount; cell++)
            rows[4][cell] = TExtension.Zero - rows[3][cell];
    }

    private TExtension[] CombinedRows(TExtension rho)
    {
        TExtension[] sums = [.. _rows[0]];
        TExtension power = rho;
        foreach (TExtension[] row in _rows.AsSpan(1))
        {
            for (int index = 0; index < sums.Length; index++)
                sums[index] += power * row[index];
            power *= rho;
        }

        return sums;
    }

    private TExtension[] SumOf(TExtension[][] weights)
    {
        var values = new TExtension[2 * _shape.RowLength];
        for (int row = 0; row < weights.Length; row++)
        {
            TExtension[] word = TableauCode.Encode<TExtension>(weights[row], logInverseRate: 1);
            for (int index = 0; index < values.Length; index++)
                values[index] += word[index] * _words[TableauShape.MaskCount + row][index << _shape.LogInverseRate];
        }

        return Masked(values, _rows[1], _rows[2]);
    }

    private TExtension[] ProductsOf(TExtension rho)
    {
        var values = new TExtension[2 * _shape.RowLength];
        TExtension power = rho;
        int first = TableauShape.MaskCount + _shape.PadRows;
        for (int row = first; row < first + _shape.ProductRows; row++, power *= rho)
        {
            for (int index = 0; index < values.Length; index++)
            {
                int column = index << _shape.LogInverseRate;
                values[index] += power * ((_words[row][column] * _words[row + _shape.ProductRows][column]) - _words[row + (2 * _shape.ProductRows)][column]);
            }
        }

        return Masked(values, _rows[3], _rows[4]);
    }

    /// <summary>s_0 and s_1 from what a word of 2k has, with a mask added to each.</summary>
    private TExtension[] Masked(TExtension[] word, TExtension[] low, TExtension[] high)
    {
        TExtension[] values = TableauCode.Split<TExtension>(word);
        for (int index = 0; index < _shape.RowLength; index++)
        {
            values[index] += low[index];
            values[index + _shape.RowLength] += high[index];
        }

        return values;
    }
}
