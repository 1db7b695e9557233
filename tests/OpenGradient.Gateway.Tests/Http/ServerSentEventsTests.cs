using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OpenGradient.Gateway.Tests.Http;

/// <summary>A client that does not read what it is sent.</summary>
public sealed class ServerSentEventsTests
{
    [Fact]
    public async Task Send_ClientDoesNotRead_WaitsForRoomAndThenClosesTheConnection()
    {
        DefaultHttpContext context = ContextOf(new Pipe(new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32)), out Lifetime lifetime);
        using ServerSentEvents events = new(context, TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAsync<OperationCanceledException>(() => SendForEverAsync(events));

        Assert.True(lifetime.IsAborted);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await events.SendAsync(static () => Assert.Fail("It is closed."), CancellationToken.None));
    }

    [Fact]
    public async Task Send_ClientReadsSlowly_GetsAll()
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32));
        DefaultHttpContext context = ContextOf(pipe, out Lifetime lifetime);
        using ServerSentEvents events = new(context, TimeSpan.FromMinutes(5));
        Task<int> reading = CountAsync(pipe.Reader);

        for (int sent = 0; sent < 100; sent++)
            await events.SendAsync(() => events.WriteDone(), CancellationToken.None);
        await pipe.Writer.CompleteAsync();

        Assert.Equal(100 * "data: [DONE]\n\n".Length, await reading);
        Assert.False(lifetime.IsAborted);
    }

    private static async Task SendForEverAsync(ServerSentEvents events)
    {
        while (true)
            await events.SendAsync(() => events.WriteDone(), CancellationToken.None);
    }

    /// <summary>Reads byte by byte.</summary>
    private static async Task<int> CountAsync(PipeReader reader)
    {
        for (int count = 0; ; count++)
        {
            ReadResult result = await reader.ReadAsync();
            if (result.Buffer.IsEmpty)
                return count;
            reader.AdvanceTo(result.Buffer.GetPosition(1));
        }
    }

    private static DefaultHttpContext ContextOf(Pipe pipe, out Lifetime lifetime)
    {
        DefaultHttpContext context = new();
        lifetime = new Lifetime();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Features.Set<IHttpResponseBodyFeature>(new PipeBody(pipe.Writer));
        return context;
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }

    private sealed class PipeBody(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public PipeWriter Writer => writer;

        public Stream Stream => writer.AsStream();

        public Task CompleteAsync() => writer.CompleteAsync().AsTask();

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
