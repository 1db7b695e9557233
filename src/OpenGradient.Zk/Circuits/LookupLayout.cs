using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits;

/// <summary>Where the fractions of the lookups stand; proof-1 section 10.</summary>
internal sealed class LookupLayout
{
    private readonly Circuit _circuit;
    private readonly ImmutableArray<(int Lookup, int Piece)> _pieces;

    public LookupLayout(Circuit circuit)
        : this(circuit, new PlacedColumns(circuit.WitnessColumns))
    {
    }

    /// <param name="circuit">What looks up.</param>
    /// <param name="columns">Those of its witness.</param>
    public LookupLayout(Circuit circuit, PlacedColumns columns)
    {
        _circuit = circuit;
        Columns = columns;
        _pieces = [.. circuit.Lookups.SelectMany((lookup, index) => Enumerable.Range(0, Columns.Pieces[lookup.Column].Length).Select(piece => (index, piece)))];
        Blocks = new(
        [
            .. _pieces.Select(block => Columns.Pieces[circuit.Lookups[block.Lookup].Column][block.Piece].VariableCount),
            .. Enumerable.Repeat(Circuit.TableBits, 1 + circuit.Tables.Length),
        ]);
    }

    /// <summary>Of the witness.</summary>
    public PlacedColumns Columns { get; }

    /// <summary>For each lookup one for each piece of its column, then one for each table.</summary>
    public ColumnLayout Blocks { get; }

    /// <summary>The number of the table that a block is; -1 for a piece that is looked up.</summary>
    public int TableOf(int block) => block < _pieces.Length ? -1 : block - _pieces.Length;

    /// <summary>What is looked up in a block that is no table.</summary>
    public Lookup LookupOf(int block) => _circuit.Lookups[_pieces[block].Lookup];

    /// <summary>Where in the witness the piece of a block stands, for a column of its lookup.</summary>
    public int PieceOf(int block, int column) => Columns.BlockOf(column, _pieces[block].Piece);

    /// <summary>Where in the witness the counts of a table stand.</summary>
    public int CountsOf(int table) => Columns.BlockOf(_circuit.CountsColumn(table), piece: 0);
}
