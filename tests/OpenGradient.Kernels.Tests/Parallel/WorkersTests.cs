namespace OpenGradient.Kernels.Tests;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void For_AnyNumberOfThreads_CarriesOutEachPartOnce(int threadCount)
    {
        var workers = new Workers(WorkerPool.OfSize(threadCount), default);
        foreach (int partCount in (ReadOnlySpan<int>)[0, 1, 2, 7, 1000])
        {
            int[] counts = new int[partCount];

            workers.For(new Counting(counts, workers.Count), partCount);

            Assert.All(counts, static count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void For_ManyCallersAtOnce_EachGetsItsOwnWorkDone()
    {
        var workers = new Workers(WorkerPool.OfSize(3), default);

        bool[] isWhole = [.. Enumerable.Range(0, 2000).AsParallel().WithDegreeOfParallelism(6).Select(_ =>
        {
            int[] counts = new int[17];
            workers.For(new Counting(counts, workers.Count), counts.Length);
            return counts.All(static count => count == 1);
        })];

        Assert.DoesNotContain(false, isWhole);
    }

    [Fact]
    public void For_InsideAPart_RunsOnTheSpot()
    {
        var workers = new Workers(WorkerPool.OfSize(2), default);
        int[] counts = new int[64];

        workers.For(new Nested(workers, counts), 8);

        Assert.All(counts, static count => Assert.Equal(1, count));
    }

    [Fact]
    public void For_PartThatThrows_ThrowsAndServesTheNextCaller()
    {
        var workers = new Workers(WorkerPool.OfSize(2), default);

        Assert.Throws<DivideByZeroException>(() => workers.For(default(Throwing), 100));
        int[] counts = new int[50];
        workers.For(new Counting(counts, workers.Count), counts.Length);

        Assert.All(counts, static count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void For_Cancelled_StopsBetweenParts(int threadCount)
    {
        using var cancellation = new CancellationTokenSource();
        var workers = new Workers(WorkerPool.OfSize(threadCount), cancellation.Token);
        int[] done = new int[1];

        workers.For(new CancellingAtTen(cancellation, done), 1_000_000);

        Assert.True(workers.IsCancelled);
        Assert.InRange(done[0], 10, 999_999);
    }

    [Fact]
    public void For_WarmPool_AllocatesNothing()
    {
        var workers = new Workers(WorkerPool.OfSize(2), default);
        int[] counts = new int[16];
        workers.For(new CountingFrom(counts, 0), counts.Length);

        // A collection on behalf of another thread counts the rest of this thread's block as allocated; a hundred times in turn it does not happen.
        long least = long.MaxValue;
        for (int round = 0; round < 100; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            workers.For(new CountingFrom(counts, 0), counts.Length);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void For_ThreadWithANarrowWidth_HelpersKeepToIt()
    {
        var workers = new Workers(WorkerPool.OfSize(2), default);
        LaneWidth?[] seen = new LaneWidth?[200];
        LaneDispatch.Limit = LaneWidth.Scalar;
        try
        {
            workers.For(new WidthProbe(seen), seen.Length);
        }
        finally
        {
            LaneDispatch.Limit = null;
        }

        Assert.All(seen, static width => Assert.Equal(LaneWidth.Scalar, width));
    }

    private readonly struct Counting(int[] counts, int participantCount) : IWorkBody
    {
        public void Run(int part, int participant)
        {
            Assert.InRange(participant, 0, participantCount - 1);
            Interlocked.Increment(ref counts[part]);
        }
    }

    private readonly struct Nested(Workers workers, int[] counts) : IWorkBody
    {
        public void Run(int part, int participant) => workers.For(new CountingFrom(counts, part * 8), 8);
    }

    private readonly struct CountingFrom(int[] counts, int first) : IWorkBody
    {
        public void Run(int part, int participant) => Interlocked.Increment(ref counts[first + part]);
    }

    private readonly struct Throwing : IWorkBody
    {
        public void Run(int part, int participant)
        {
            if (part == 5)
                throw new DivideByZeroException();
        }
    }

    private readonly struct CancellingAtTen(CancellationTokenSource cancellation, int[] done) : IWorkBody
    {
        public void Run(int part, int participant)
        {
            if (Interlocked.Increment(ref done[0]) == 10)
                cancellation.Cancel();
        }
    }

    private readonly struct WidthProbe(LaneWidth?[] seen) : IWorkBody
    {
        public void Run(int part, int participant) => seen[part] = LaneDispatch.Limit;
    }
}
