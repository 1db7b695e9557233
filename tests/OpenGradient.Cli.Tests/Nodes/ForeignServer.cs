using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>A server that answers every request alike, and is no node; without an answer it closes the connection.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public ForeignServer(int status, string contentType, string? body)
    {
        _listener.Start();
        Address = $"http://{_listener.LocalEndpoint}";
        byte[] content = Encoding.UTF8.GetBytes(body ?? "");
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} x\r\nContent-Type: {contentType}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
        _loop = AnswerAsync(body is null ? [] : [.. head, .. content]);
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync(byte[] answer)
    {
        while (true)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
            NetworkStream stream = client.GetStream();
            await stream.ReadExactlyAsync(new byte[1], _stop.Token);
            await stream.WriteAsync(answer, _stop.Token);
            // The request is read to its end: a connection that is closed before it loses the answer.
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, _stop.Token);
        }
    }
}
