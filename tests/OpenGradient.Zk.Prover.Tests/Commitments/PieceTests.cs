using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Tests.Kernels;

namespace OpenGradient.Zk.Prover.Tests.Commitments;

/// <summary>Weights stand in pieces without padding; what is summed tile by tile is what whole tables give. proof-1 section 10.</summary>
public sealed class PieceTests
{
    public static TheoryData<long[]> Shapes() =>
        [(long[])[6], (long[])[1, 1], (long[])[3, 5], (long[])[64, 3, 3, 3], (long[])[50, 257], (long[])[7, 1, 130], (long[])[96, 40]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_AnyShape_HasEachCellOnce(long[] axes)
    {
        TensorShape shape = new(axes);
        ImmutableArray<TensorPiece> pieces = TensorPiece.Of(shape.CellCounts);

        Assert.Equal(shape.CellCounts.Aggregate(1L, static (product, size) => product * size), pieces.Sum(static piece => 1L << piece.VariableCount));
        Assert.Equal(pieces.Length, pieces.Select(static piece => string.Join(',', piece.Starts)).Distinct().Count());
        Assert.All(pieces, piece => Assert.All(piece.Starts.Zip(piece.LogCounts, shape.CellCounts), static axis => Assert.True(axis.First + (1L << axis.Second) <= axis.Third)));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WeightAt_OfPieces_IsTheExtensionOfTheWholeVector(long[] axes)
    {
        (PlacedColumns columns, _, ColumnClaim<QuadraticExtension> claim) = Create(axes);
        WeightTable table = new(columns, claim);
        QuadraticExtension[] point = Elements.Pairs(new Random(5), columns.Layout.VariableCount);

        Assert.Equal(InnerProduct.Of<QuadraticExtension>(EqualityPolynomial.Table<QuadraticExtension>(point), table.Weights), claim.WeightAt(columns, point));
    }

    [Fact]
    public void WeightAt_OfPiecesOfSeveralColumns_IsTheSumOfTheirExtensions()
    {
        Random random = new(7);
        PlacedColumns columns = new([new TensorShape(3, 5), new TensorShape(64), new TensorShape(7)]);
        QuadraticExtension[] at = Elements.Pairs(random, 8);
        QuadraticExtension[] point = Elements.Pairs(random, columns.Layout.VariableCount);
        ImmutableArray<(int Block, QuadraticExtension Factor)> terms = [.. Enumerable.Range(0, columns.Layout.BlockCount).Append(2).Select(block => (block, Elements.NextPair(random)))];
        var weights = new QuadraticExtension[1 << columns.Layout.VariableCount];
        foreach ((int block, QuadraticExtension factor) in terms)
        {
            QuadraticExtension[] equality = EqualityPolynomial.Table<QuadraticExtension>(at.AsSpan()[^columns.Layout.LogLengthOf(block)..]);
            for (int cell = 0; cell < equality.Length; cell++)
                weights[columns.Layout.OffsetOf(block) + cell] += factor * equality[cell];
        }

        Assert.Equal(
            InnerProduct.Of<QuadraticExtension>(EqualityPolynomial.Table<QuadraticExtension>(point), weights),
            new PiecesClaim<QuadraticExtension>(at, terms, default).WeightAt(columns, point));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WeightSummand_OfPieces_IsThatOfWholeTables(long[] axes)
    {
        (PlacedColumns columns, ShortCells cells, ColumnClaim<QuadraticExtension> claim) = Create(axes);
        int variableCount = columns.Layout.VariableCount;
        WeightSummand<QuadraticExtension> fast = new(cells, variableCount, Place(columns, claim), new(), CancellationToken.None);
        CombinedTables<QuadraticExtension> plain = WholeTables(columns, cells, claim);

        AssertSameRounds(plain, fast.SumRound, fast.Bind, Elements.Pairs(new Random(6), variableCount));
        Assert.Equal(plain.ValueOf(0), fast.ValueOf(0));
    }

    /// <summary>However many variables the blocks are told apart by: pieces that are larger than a block are cut.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void BlockProducts_OfAnyVariables_HaveTheFirstRoundsOfWholeTables(long[] axes)
    {
        (PlacedColumns columns, ShortCells cells, ColumnClaim<QuadraticExtension> claim) = Create(axes);
        for (int logBlockCount = 1; logBlockCount <= Math.Min(6, columns.Layout.VariableCount); logBlockCount++)
        {
            CombinedTables<QuadraticExtension> plain = WholeTables(columns, cells, claim);
            var fast = BlockProducts<QuadraticExtension>.Of(cells, columns.Layout.VariableCount, logBlockCount, Place(columns, claim).Pieces, CancellationToken.None);
            AssertSameRounds(plain, fast.SumRound, fast.Bind, Elements.Pairs(new Random(8), logBlockCount));
        }
    }

    [Fact]
    public void RunSummand_IsThatOfWholeTables()
    {
        const int VariableCount = RunSummand<QuadraticExtension>.LogTileElements + 2;
        Random random = new(12);
        Goldilocks[] run = Elements.Of(random, 1 << VariableCount);
        PieceWeights<QuadraticExtension>[] pieces =
            [.. Enumerable.Range(0, 8).SelectMany(index => Enumerable.Repeat(index << (VariableCount - 4), 1 + (index % 2))).Select(start => new PieceWeights<QuadraticExtension>(start, Elements.Pairs(random, 32), Elements.Pairs(random, 1 << (VariableCount - 9))))];
        var weights = new QuadraticExtension[1 << VariableCount];
        foreach (PieceWeights<QuadraticExtension> piece in pieces)
            piece.AddTo(weights, 0, 0, weights.Length, QuadraticExtension.From(Goldilocks.One));
        CombinedTables<QuadraticExtension> plain = new(2, static values => values[0] * values[1], [.. run.Select(QuadraticExtension.From)], weights);
        RunSummand<QuadraticExtension> fast = new(run, new(pieces), new(), CancellationToken.None);

        Assert.Equal(plain.VariableCount, fast.VariableCount);
        AssertSameRounds(plain, fast.SumRound, fast.Bind, Elements.Pairs(random, VariableCount));
        Assert.Equal(plain.VariableCount, fast.VariableCount);
        Assert.Equal(plain.ValueOf(0), fast.ValueOf(0));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(8, 1)]
    [InlineData(4, 4096)]
    [InlineData(256, 16)]
    [InlineData(64, 512)]
    public void SumRows_OfShorts_IsThatOfElements(int rowCount, int columnCount)
    {
        Random random = new(rowCount);
        short[] integers = [.. Enumerable.Range(0, (rowCount * columnCount) - (columnCount / 2)).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
        ShortCells cells = new(integers);
        FieldCells elements = new(cells.Read(0, rowCount * columnCount, new Goldilocks[rowCount * columnCount]).ToArray());
        QuadraticExtension[] weights = Elements.Pairs(random, rowCount);

        Assert.Equal(elements.SumRows(0, weights, columnCount), cells.SumRows(0, weights, columnCount));
    }

    [Fact]
    public void Create_OfShorts_IsTheCommitmentOfElements()
    {
        CommitmentShape shape = new(3, 10, 2);
        Random random = new(3);
        ShortCells cells = new([.. Enumerable.Range(0, 3000).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))]);

        Assert.Equal(
            CommittedVector.Create(shape, cells.Read(0, 1 << 13, new Goldilocks[1 << 13]).ToArray(), TestContext.Current.CancellationToken).Root.ToArray(),
            CommittedVector.Create(shape, cells, TestContext.Current.CancellationToken).Root.ToArray());
    }

    /// <summary>Binds variable after variable, and compares what the rounds send.</summary>
    private static void AssertSameRounds(CombinedTables<QuadraticExtension> plain, Action<Span<QuadraticExtension>> sumRound, Action<QuadraticExtension> bind, QuadraticExtension[] challenges)
    {
        foreach (QuadraticExtension challenge in challenges)
        {
            (QuadraticExtension[] expected, QuadraticExtension[] actual) = (new QuadraticExtension[2], new QuadraticExtension[2]);
            plain.SumRound(expected);
            sumRound(actual);
            Assert.Equal(expected, actual);
            plain.Bind(challenge);
            bind(challenge);
        }
    }

    private static PlacedWeights<QuadraticExtension> Place(PlacedColumns columns, ColumnClaim<QuadraticExtension> claim) => new(columns.Pieces[0].Select((piece, index) =>
        PieceWeights<QuadraticExtension>.Of(claim.Claim, columns.Shapes[0].CellCounts, piece, columns.OffsetOf(0, index), QuadraticExtension.From(Goldilocks.One))));

    private static CombinedTables<QuadraticExtension> WholeTables(PlacedColumns columns, ShortCells cells, ColumnClaim<QuadraticExtension> claim)
    {
        int count = 1 << columns.Layout.VariableCount;
        QuadraticExtension[] vector = [.. cells.Read(0, count, new Goldilocks[count]).ToArray().Select(QuadraticExtension.From)];
        return new(2, static values => values[0] * values[1], vector, new WeightTable(columns, claim).Weights);
    }

    private static (PlacedColumns Columns, ShortCells Cells, ColumnClaim<QuadraticExtension> Claim) Create(long[] axes)
    {
        Random random = new(axes.Length);
        TensorShape shape = new(axes);
        var columns = new PlacedColumns([shape]);
        long[] weights = [.. Enumerable.Range(0, (int)axes.Aggregate(1L, static (product, size) => product * size)).Select(_ => random.NextInt64(short.MinValue, short.MaxValue + 1))];
        // The first axis is a point's, the others are weighed cell by cell.
        WeightFactor<QuadraticExtension>[] factors = [.. axes.Select((size, axis) => axis == 0
            ? new WeightFactor<QuadraticExtension>(Elements.Pairs(random, TensorShape.LogOf(size)), size)
            : new WeightFactor<QuadraticExtension>(1, Elements.Pairs(random, (int)size)))];
        return (columns, PlacedCells.OfKey(columns, _ => weights), new(0, new([.. factors], default)));
    }

    /// <summary>The weight of a claim at every place of the vector.</summary>
    private sealed class WeightTable
    {
        public WeightTable(PlacedColumns columns, ColumnClaim<QuadraticExtension> claim)
        {
            Weights = new QuadraticExtension[1 << columns.Layout.VariableCount];
            QuadraticExtension[] cells = claim.Claim.CellWeights();
            long[] axes = [.. columns.Shapes[0].CellCounts];
            for (int index = 0; index < columns.Pieces[0].Length; index++)
            {
                TensorPiece piece = columns.Pieces[0][index];
                for (int cell = 0; cell < 1 << piece.VariableCount; cell++)
                    Weights[columns.OffsetOf(0, index) + cell] = cells[PlaceOf(piece, axes, cell)];
            }
        }

        public QuadraticExtension[] Weights { get; }

        private static long PlaceOf(TensorPiece piece, long[] axes, int cell)
        {
            (long place, long stride) = (0, 1);
            for (int axis = axes.Length - 1; axis >= 0; axis--)
            {
                place += (piece.Starts[axis] + (cell & ((1 << piece.LogCounts[axis]) - 1))) * stride;
                (stride, cell) = (stride * axes[axis], cell >> piece.LogCounts[axis]);
            }

            return place;
        }
    }
}
