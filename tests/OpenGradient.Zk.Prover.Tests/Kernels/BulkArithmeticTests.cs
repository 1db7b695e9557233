using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Statements.Equations;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary>The kernels give what the plain form gives, for every length: below the lanes, between them, and shared by two threads.</summary>
public sealed class BulkArithmeticTests
{
    private static readonly BulkArithmetic<QuadraticExtension> Fast = BulkArithmetic<QuadraticExtension>.Instance;
    private static readonly PlainArithmetic<QuadraticExtension> Plain = new();

    public static TheoryData<int> Lengths() => [.. Enumerable.Range(1, 40), 4096, 8191, 8192, 20_001];

    public static TheoryData<int> Variables() => [.. Enumerable.Range(0, 8), 14, 15];

    [Fact]
    public void Instance_IsKernelsForTheQuadraticExtensionOnly()
    {
        Assert.IsType<QuadraticArithmetic>(Fast);
        Assert.IsType<PlainArithmetic<CubicExtension>>(BulkArithmetic<CubicExtension>.Instance);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Vectors_AnyLength_AreThePlainOnes(int length)
    {
        Random random = new(length);
        QuadraticExtension[] x = Elements.Pairs(random, length);
        QuadraticExtension[] y = Elements.Pairs(random, length + 5);
        QuadraticExtension[] sameY = [.. y];
        long[] integers = Elements.Integers(random, length + 3);
        QuadraticExtension factor = Elements.NextPair(random);

        Fast.AddScaled(y, 2, factor, x);
        Plain.AddScaled(sameY, 2, factor, x);

        Assert.Equal(sameY, y);
        Assert.Equal(Plain.Inner(x, integers, 3), Fast.Inner(x, integers, 3));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SumRows_AnyLength_AreThePlainOnes(int columnCount)
    {
        Random random = new(columnCount);
        QuadraticExtension[] weights = Elements.Pairs(random, 1 + (columnCount % 4));
        long[] integers = Elements.Integers(random, weights.Length * columnCount);
        Goldilocks[] elements = Elements.Of(random, weights.Length * columnCount);

        Assert.Equal(Plain.SumRows(weights, integers, columnCount, columnCount + 3), Fast.SumRows(weights, integers, columnCount, columnCount + 3));
        Assert.Equal(Plain.SumRows(weights, elements, columnCount), Fast.SumRows(weights, elements, columnCount));
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void EqualityTable_AnyPoint_IsThePlainOne(int variableCount)
    {
        QuadraticExtension[] point = Elements.Pairs(new Random(variableCount), variableCount);

        Assert.Equal(Plain.EqualityTable(point), Fast.EqualityTable(point));
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void Cells_EveryEquationAndRound_AreThePlainOnes(int variableCount)
    {
        Random random = new(variableCount);
        QuadraticExtension lambda = Elements.NextPair(random);
        CompareCells(new LimitEquation<QuadraticExtension>(), 3, variableCount, random);
        CompareCells(new PositiveEquation<QuadraticExtension>(lambda), 2, variableCount, random);
        CompareCells(new ZeroEquation<QuadraticExtension>(lambda), 3, variableCount, random);
        CompareCells(new BitEquation<QuadraticExtension>(), 1, variableCount, random);
    }

    /// <summary>What a prover sums is what the verifier asks for at the end.</summary>
    [Fact]
    public void Equations_OfACell_AreTheVerifiersOwn()
    {
        Random random = new(3);
        QuadraticExtension[] x = Elements.Pairs(random, 4);
        ScalarRing<QuadraticExtension> a = new(x[0]);
        ScalarRing<QuadraticExtension> b = new(x[1]);
        ScalarRing<QuadraticExtension> c = new(x[2]);

        Assert.Equal(PositiveVerifier.Cell(x[0], x[1], x[3]), new PositiveEquation<QuadraticExtension>(x[3]).At(a, b, b).Value);
        Assert.Equal(ZeroVerifier.Cell(x[0], x[1], x[2], x[3]), new ZeroEquation<QuadraticExtension>(x[3]).At(a, b, c).Value);
        Assert.Equal(ChoiceVerifier.Cell(x[0]), new BitEquation<QuadraticExtension>().At(a, a, a).Value);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Integers_AnyLength_AreThePlainOnes(int count)
    {
        Random random = new(count);
        long[] integers = Elements.Integers(random, count + 3);
        QuadraticExtension[] numbers = Elements.Pairs(random, count + 5);
        QuadraticExtension[] same = [.. numbers];
        QuadraticExtension factor = Elements.NextPair(random);

        Fast.AddScaled(numbers, 5, factor, integers, 3, count);
        Plain.AddScaled(same, 5, factor, integers, 3, count);
        Assert.Equal(same, numbers);
        Fast.Embed(integers, 2, numbers, 1, count);
        Plain.Embed(integers, 2, same, 1, count);
        Assert.Equal(same, numbers);
    }

    [Theory]
    [InlineData(1, 5, 1, 1)]
    [InlineData(3, 7, 1, 3)]
    [InlineData(2, 4, 9, 2)]
    [InlineData(2, 33, 1, 2)]
    [InlineData(1, 3, 70, 5)]
    [InlineData(1, 2, 8200, 1)]
    public void SumAxis_AnyShape_IsThePlainOne(int outer, int axis, int inner, int weightCount)
    {
        Random random = new(inner);
        QuadraticExtension[][] weights = [.. Enumerable.Range(0, weightCount).Select(_ => Elements.Pairs(random, axis))];
        long[] integers = Elements.Integers(random, outer * axis * inner);
        QuadraticExtension[] numbers = Elements.Pairs(random, outer * axis * inner);

        Assert.Equal(Plain.SumAxis(integers, inner, weights), Fast.SumAxis(integers, inner, weights));
        Assert.Equal(Plain.SumAxis(numbers, inner, weights), Fast.SumAxis(numbers, inner, weights));
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void FoldsOfARow_AnyLength_AreThePlainOnes(int variableCount)
    {
        Random random = new(variableCount);
        QuadraticExtension[] row = Elements.Pairs(random, 2 << variableCount);
        QuadraticExtension[] suffixes = Plain.EqualitySuffixes(Elements.Pairs(random, variableCount + 2));
        QuadraticExtension[] sameRow = [.. row];
        QuadraticExtension challenge = Elements.NextPair(random);

        Assert.Equal(Plain.Rise(row, row.Length, suffixes), Fast.Rise(row, row.Length, suffixes));
        Assert.Equal(Plain.Fold(row, challenge, new()), Fast.Fold(row, challenge, new()));
        foreach (TreeHash hash in Enum.GetValues<TreeHash>())
            Assert.Equal(Plain.TreeOfFibres(hash, row, 2, CancellationToken.None).Root.ToArray(), Fast.TreeOfFibres(hash, row, 2, CancellationToken.None).Root.ToArray());
        Plain.Bind(sameRow, row.Length, challenge);
        Fast.Bind(row, row.Length, challenge);
        Assert.Equal(sameRow, row);
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void EqualitySuffixes_AnyPoint_ArePlainOnes(int variableCount)
    {
        QuadraticExtension[] point = Elements.Pairs(new Random(variableCount), variableCount);

        Assert.Equal(Plain.EqualitySuffixes(point)[1..], Fast.EqualitySuffixes(point)[1..]); // place 0 is of no table
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void BaseProduct_EveryRound_IsThePlainOne(int variableCount)
    {
        Random random = new(variableCount);
        Goldilocks[] a = Elements.Of(random, 1 << variableCount);
        QuadraticExtension[] b = Elements.Pairs(random, 1 << variableCount);

        Compare(Plain.Product(a, [.. b]), Fast.Product(a, b), random, tableCount: 2);
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void Product_EveryRound_IsThePlainOne(int variableCount)
    {
        Random random = new(variableCount);
        QuadraticExtension[] a = Elements.Pairs(random, 1 << variableCount);
        QuadraticExtension[] b = Elements.Pairs(random, 1 << variableCount);

        Compare(Plain.Product([.. a], [.. b]), Fast.Product(a, b), random, tableCount: 2);
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void ProductOfThree_EveryRound_IsThePlainOne(int variableCount)
    {
        Random random = new(variableCount);
        QuadraticExtension[] a = Elements.Pairs(random, 1 << variableCount);
        QuadraticExtension[] b = Elements.Pairs(random, 1 << variableCount);
        QuadraticExtension[] c = Elements.Pairs(random, 1 << variableCount);

        Compare(Plain.Product([.. a], [.. b], [.. c]), Fast.Product(a, b, c), random, tableCount: 3);
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void Fractions_EveryRound_ArePlainOnes(int variableCount)
    {
        Random random = new(variableCount);
        QuadraticExtension[] r = Elements.Pairs(random, variableCount); // with zeros and ones among the coordinates
        QuadraticExtension[] p = Elements.Pairs(random, 2 << variableCount);
        QuadraticExtension[] q = Elements.Pairs(random, 2 << variableCount);
        QuadraticExtension lambda = Elements.NextPair(random);

        (QuadraticExtension[] sumP, QuadraticExtension[] sumQ) = Fast.AddFractions(p, q);
        (QuadraticExtension[] plainP, QuadraticExtension[] plainQ) = Plain.AddFractions(p, q);

        Assert.Equal(plainP, sumP);
        Assert.Equal(plainQ, sumQ);
        Compare(Plain.Fractions(r, [.. p], [.. q], lambda), Fast.Fractions(r, p, q, lambda), random, tableCount: 4);
    }

    private static void CompareCells<TEquation>(TEquation equation, int tableCount, int variableCount, Random random)
        where TEquation : struct, ICellEquation<QuadraticExtension>
    {
        QuadraticExtension[] r = Elements.Pairs(random, variableCount);
        QuadraticExtension[][] tables = [.. Enumerable.Range(0, tableCount).Select(_ => Elements.Pairs(random, 1 << variableCount))];

        Compare(Plain.Cells(equation, r, [.. tables.Select(static table => table.ToArray())]), Fast.Cells(equation, r, tables), random, tableCount);
    }

    private static void Compare(ISummand<QuadraticExtension> expected, ISummand<QuadraticExtension> actual, Random random, int tableCount)
    {
        Assert.Equal(expected.Degree, actual.Degree);
        var values = new QuadraticExtension[expected.Degree];
        var fastValues = new QuadraticExtension[expected.Degree];
        while (expected.VariableCount > 0)
        {
            Assert.Equal(expected.VariableCount, actual.VariableCount);
            expected.SumRound(values);
            actual.SumRound(fastValues);
            Assert.Equal(values, fastValues);
            QuadraticExtension challenge = Elements.NextPair(random);
            expected.Bind(challenge);
            actual.Bind(challenge);
        }

        for (int table = 0; table < tableCount; table++)
            Assert.Equal(expected.ValueOf(table), actual.ValueOf(table));
    }
}
