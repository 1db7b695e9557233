using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Kernels.Sums;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Tests.Kernels;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>Long loops are left when whoever asked for a proof calls it off, and not at their end.</summary>
public sealed class CancellationTests : IDisposable
{
    private const int LogCount = 16;

    private readonly CancellationTokenSource _source = new();
    private readonly Random _random = new(1);

    public void Dispose() => _source.Dispose();

    /// <summary>Called off in the first stretch, so that each of two threads does one more at most.</summary>
    [Fact]
    public void LaneRange_CancelledWhileItRuns_LeavesTheRest()
    {
        int[] done = [0];
        CancellingKernel kernel = new(_source, done);

        Assert.ThrowsAny<OperationCanceledException>(() => LaneRange.Run(ref kernel, 1 << 20, _source.Token));

        Assert.InRange(done[0], 1, 1 << 16);
    }

    [Fact]
    public void LaneRange_NotCancelled_DoesEveryIndex()
    {
        int[] done = [0];
        CancellingKernel kernel = new(null, done);

        LaneRange.Run(ref kernel, (1 << 20) + 3, _source.Token);

        Assert.Equal((1 << 20) + 3, done[0]);
    }

    /// <summary>Called off as a row is read: nothing of its code word is written.</summary>
    [Fact]
    public void Encode_CancelledAsARowIsRead_WritesNoMore()
    {
        CommitmentShape shape = new(1, LogCount, 1);
        var words = new Goldilocks[2 * shape.CodeElements];

        Assert.ThrowsAny<OperationCanceledException>(() => new RowEncoder(shape).Encode(new CancellingCells(_source), words, _source.Token));

        Assert.DoesNotContain(words, static element => element != default);
    }

    [Fact]
    public void AddFractions_Cancelled_Stops() => RequireStop(() => BulkArithmetic<QuadraticExtension>.Instance.AddFractions(Table(), Table(), _source.Token));

    [Fact]
    public void AddFractions_CancelledInThePlainForm_Stops() => RequireStop(() => BulkArithmetic<CubicExtension>.Instance.AddFractions(new CubicExtension[4], new CubicExtension[4], _source.Token));

    [Fact]
    public void Fractions_Cancelled_StopAsEqIsMade() =>
        RequireStop(() => BulkArithmetic<QuadraticExtension>.Instance.Fractions(Elements.Pairs(_random, LogCount - 1), Table(), Table(), QuadraticExtension.From(Goldilocks.One), null, _source.Token));

    [Fact]
    public void EqualityTables_Cancelled_Stop() => RequireStop(() => EqualityTables.OfSuffixes(Elements.Pairs(_random, LogCount), _source.Token));

    [Fact]
    public void SumRows_Cancelled_Stops() => RequireStop(() => new FieldCells(new Goldilocks[1 << LogCount]).SumRows(0, Elements.Pairs(_random, 4), 1 << (LogCount - 2), _source.Token));

    [Fact]
    public void SumRows_CancelledInThePlainForm_Stops() => RequireStop(() => new FieldCells(new Goldilocks[4]).SumRows(0, new CubicExtension[2], 2, _source.Token));

    /// <summary>The sums of rounds look, too: the token comes after the tables are made.</summary>
    [Fact]
    public void Fractions_CancelledAfterwards_StopInARound()
    {
        ISummand<QuadraticExtension> summand =
            BulkArithmetic<QuadraticExtension>.Instance.Fractions(Elements.Pairs(_random, LogCount - 1), Table(), Table(), QuadraticExtension.From(Goldilocks.One), null, _source.Token);

        RequireStop(() => summand.SumRound(new QuadraticExtension[3]));
        RequireStop(() => summand.Bind(QuadraticExtension.From(Goldilocks.One)));
    }

    [Fact]
    public void OfWitness_Cancelled_Stops()
    {
        PlacedColumns columns = new([new TensorShape(1 << 10, 1 << 6)]);

        RequireStop(() => PlacedCells.OfWitness(columns, [new long[1 << LogCount]], 1 << LogCount, _source.Token));
    }

    private QuadraticExtension[] Table() => Elements.Pairs(_random, 1 << LogCount);

    private void RequireStop(Action work)
    {
        _source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(work);
    }

    /// <summary>Counts what is done, and calls it off at once.</summary>
    private readonly struct CancellingKernel(CancellationTokenSource? source, int[] done) : ILaneKernel<CancellingKernel>
    {
        public void Run<TLanes>(int first, int end)
            where TLanes : struct, IFieldLanes<TLanes>
        {
            source?.Cancel();
            Interlocked.Add(ref done[0], end - first);
        }

        public void Join(in CancellingKernel part)
        {
        }
    }

    /// <summary>Elements that are not 0, and that call it off when they are read.</summary>
    private sealed class CancellingCells(CancellationTokenSource source) : VectorCells
    {
        public override int Count => int.MaxValue;

        public override ReadOnlySpan<Goldilocks> Read(int start, int count, Goldilocks[] buffer)
        {
            source.Cancel();
            buffer.AsSpan(0, count).Fill(Goldilocks.One);
            return buffer.AsSpan(0, count);
        }

        public override TExtension[] SumRows<TExtension>(int start, TExtension[] weights, int columnCount, CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
