using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Lookups;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Tests.Kernels;

namespace OpenGradient.Zk.Prover.Tests.Commitments;

/// <summary>Fractions that are made tile by tile give what tables of them give.</summary>
public sealed class FirstLayerTests
{
    private const int LogCount = FirstLayer<QuadraticExtension>.LogTileElements + 3;

    private readonly Random _random = new(11);
    private readonly QuadraticExtension[] _p;
    private readonly QuadraticExtension[] _q;
    private readonly FirstLayer<QuadraticExtension> _layer;

    public FirstLayerTests()
    {
        (_p, _q) = (Elements.Pairs(_random, 1 << LogCount), Elements.Pairs(_random, 1 << LogCount));
        _layer = new(new KeptFractions<QuadraticExtension>(_p, _q), new(), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Add_IsThatOfTables()
    {
        (QuadraticExtension[] p, QuadraticExtension[] q) = BulkArithmetic<QuadraticExtension>.Instance.AddFractions(_p, _q);

        (QuadraticExtension[] sumP, QuadraticExtension[] sumQ) = _layer.Add();

        Assert.Equal(p, sumP);
        Assert.Equal(q, sumQ);
    }

    [Fact]
    public void Rounds_AreThoseOfTables()
    {
        QuadraticExtension[] r = Elements.Pairs(_random, LogCount - 1);
        QuadraticExtension lambda = Elements.NextPair(_random);
        ISummand<QuadraticExtension> tables = BulkArithmetic<QuadraticExtension>.Instance.Fractions(r, [.. _p], [.. _q], lambda);
        FirstLayerSummand<QuadraticExtension> tiled = new(_layer, r, lambda, new(), TestContext.Current.CancellationToken);
        (QuadraticExtension[] expected, QuadraticExtension[] actual) = (new QuadraticExtension[3], new QuadraticExtension[3]);
        foreach (QuadraticExtension challenge in Elements.Pairs(_random, LogCount - 1))
        {
            Assert.Equal(tables.VariableCount, tiled.VariableCount);
            tables.SumRound(expected);
            tiled.SumRound(actual);
            Assert.Equal(expected, actual);
            tables.Bind(challenge);
            tiled.Bind(challenge);
        }

        Assert.Equal(Enumerable.Range(0, 4).Select(tables.ValueOf), Enumerable.Range(0, 4).Select(tiled.ValueOf));
    }
}
