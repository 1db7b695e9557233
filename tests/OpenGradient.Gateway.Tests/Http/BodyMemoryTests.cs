namespace OpenGradient.Gateway.Tests.Http;

public sealed class BodyMemoryTests
{
    [Fact]
    public void Rest_OneClientHasHalf_IsTurnedAwayAndOthersAreNot()
    {
        BodyMemory memory = new(1 << 20);
        using RequestBody first = Fill(memory, "many", 256 << 10);
        using RequestBody second = Fill(memory, "many", 128 << 10);

        Assert.Throws<NodeBusyException>(() => Fill(memory, "many", 256 << 10));
        Fill(memory, "few", 256 << 10).Dispose();
    }

    [Fact]
    public void Dispose_GivesAllBack()
    {
        BodyMemory memory = new(1 << 20);
        for (int round = 0; round < 10; round++)
        {
            using RequestBody body = Fill(memory, "a", 200_000);
            Assert.Equal(200_000, body.Span.Length);
            Assert.Equal(-1, body.Span.IndexOfAnyExcept((byte)7));
        }

        memory.Take("a", 1 << 19);
        memory.Take("b", 1 << 19);
        Assert.Throws<NodeBusyException>(() => memory.Take("c", 1));
    }

    private static RequestBody Fill(BodyMemory memory, string client, int sizeBytes)
    {
        RequestBody body = new(memory, client);
        try
        {
            while (body.SizeBytes < sizeBytes)
            {
                Span<byte> rest = body.Rest().Span;
                int count = Math.Min(rest.Length, sizeBytes - body.SizeBytes);
                rest[..count].Fill(7);
                body.Advance(count);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}
