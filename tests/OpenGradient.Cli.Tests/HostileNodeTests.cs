using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenGradient.Cli.Tests;

/// <summary>A node, or the model behind it, that would write to the terminal of whoever asks it.</summary>
public sealed class HostileNodeTests
{
    [Theory]
    [InlineData(200, """{"choices":[{"message":{"content":"one\n\ttwo\u001b[2J\u009b1m\u202ethree\r\nfour","tool_calls":[{"function":{"name":"\u001bc","arguments":"{}\u0007"}}]}}],"receipt":{"id":"\u001b[A"}}""", 0)]
    [InlineData(400, """{"error":{"message":"no\u001b]0;owned\u0007"}}""", 1)]
    [InlineData(500, "\u001b[2J", 1)]
    public async Task Run_AnswerWithControlCharacters_PrintsNone(int status, string body, int exitCode)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://{listener.LocalEndpoint}";

        Task<OgResult> running = Task.Run(() => Og.Run("run", "model", "hello", "--node", address), TestContext.Current.CancellationToken);
        await AnswerOnceAsync(listener, status, body, TestContext.Current.CancellationToken);
        OgResult result = await running;

        Assert.Equal(exitCode, result.ExitCode);
        string printed = (result.Output + result.Errors).ReplaceLineEndings("\n");
        Assert.DoesNotContain(printed, static unit => (char.IsControl(unit) && unit is not ('\n' or '\t')) || unit == '\u202e');
        Assert.True(status != 200 || printed.StartsWith("one\n\ttwo", StringComparison.Ordinal), printed);
    }

    private static async Task AnswerOnceAsync(TcpListener listener, int status, string body, CancellationToken cancellationToken)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[1], cancellationToken);
        byte[] content = Encoding.UTF8.GetBytes(body);
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync((byte[])[.. head, .. content], cancellationToken);
        await stream.FlushAsync(cancellationToken);
        // The request is read to its end: a connection that is closed before it loses the answer.
        client.Client.Shutdown(SocketShutdown.Send);
        await stream.CopyToAsync(Stream.Null, cancellationToken);
    }
}
