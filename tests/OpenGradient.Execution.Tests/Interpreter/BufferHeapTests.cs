using OpenGradient.Execution.Interpreter.Buffers;

namespace OpenGradient.Execution.Tests.Interpreter;

public sealed class BufferHeapTests
{
    [Fact]
    public void Rent_InAnyOrderWithReturnsBetween_NoTwoHeldBuffersShareAByte()
    {
        var random = new Random(1);
        var heap = new BufferHeap();
        var held = new List<(PooledBuffer Buffer, byte Mark)>();

        for (int turn = 0; turn < 4000; turn++)
        {
            if (held.Count == 0 || random.Next(5) < 3)
                held.Add(Marked(heap, turn % 7 == 0 ? random.Next(300_000) : random.Next(200), (byte)turn));
            else
                Return(heap, held, random.Next(held.Count));
        }

        foreach ((PooledBuffer buffer, byte mark) in held)
            Assert.Equal(-1, buffer.Span(buffer.Length).IndexOfAnyExcept(mark));
    }

    [Fact]
    public void Rent_RunsOfEverySizeOneAfterTheOther_KeepsNoMoreThanTheLargest()
    {
        var heap = new BufferHeap();

        for (int rows = 128; rows > 0; rows--)
        {
            PooledBuffer[] run = [heap.Rent(rows * 3072), heap.Rent(rows * 768), heap.Rent(0)];
            int end = run.Max(static buffer => buffer.Offset + buffer.Length);

            Assert.True(end <= (128 * (3072 + 768)) + (4 * MemoryPlan.Alignment), $"{rows} rows end at {end}.");
            foreach (PooledBuffer buffer in run)
                heap.Release(buffer);
        }

        Assert.Equal((1 << 20) + MemoryPlan.Alignment, heap.ByteCount);
    }

    [Fact]
    public void Rent_BuffersThatAreHeldWhileThePieceGrows_KeepTheirContent()
    {
        var heap = new BufferHeap();
        (PooledBuffer small, _) = Marked(heap, 1000, 7);

        (PooledBuffer large, _) = Marked(heap, 3 << 20, 9);
        Assert.Equal(-1, small.Span(1000).IndexOfAnyExcept((byte)7));
        heap.Release(small);
        (PooledBuffer next, _) = Marked(heap, 1000, 8);

        Assert.Equal(-1, large.Span(large.Length).IndexOfAnyExcept((byte)9));
        Assert.Equal(-1, next.Span(1000).IndexOfAnyExcept((byte)8));
    }

    [Fact]
    public void Rent_MoreAtOnceThanOnePieceHolds_LaterBuffersLieInPiecesOfTheirOwn()
    {
        const int Large = 700 << 20; // hardly a page of which is touched
        var heap = new BufferHeap();

        PooledBuffer[] held = [heap.Rent(Large), heap.Rent(Large), heap.Rent(100), heap.Rent(100)];
        for (int index = 0; index < held.Length; index++)
            (held[index].Span(100)[0], held[index].Span(held[index].Length)[^1]) = ((byte)(10 + index), (byte)(20 + index));

        for (int index = 0; index < held.Length; index++)
            Assert.Equal((10 + index, 20 + index), (held[index].Span(100)[0], held[index].Span(held[index].Length)[^1]));
        foreach (PooledBuffer buffer in held)
            heap.Release(buffer);
        PooledBuffer next = heap.Rent(1000); // more than the last piece holds
        Assert.True(heap.Rent(100).Offset > next.Offset, "When the large ones are gone, buffers lie side by side again.");
        Assert.Equal((1 << 20) + MemoryPlan.Alignment, heap.ByteCount);
    }

    private static (PooledBuffer Buffer, byte Mark) Marked(BufferHeap heap, int byteCount, byte mark)
    {
        PooledBuffer buffer = heap.Rent(byteCount);
        buffer.Span(byteCount).Fill(mark);
        return (buffer, mark);
    }

    private static void Return(BufferHeap heap, List<(PooledBuffer Buffer, byte Mark)> held, int at)
    {
        (PooledBuffer buffer, byte mark) = held[at];
        Assert.Equal(-1, buffer.Span(buffer.Length).IndexOfAnyExcept(mark));
        heap.Release(buffer);
        held.RemoveAt(at);
    }
}
