using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.Serving;

/// <summary>What many clients, and bad ones, do to a node, and it goes on answering as it does to one alone.</summary>
[Trait("Category", "Slow")]
public sealed class ManyClientsTests
{
    private const string Greedy = "\"temperature\":0";
    private const string Long = "\"temperature\":60,\"max_tokens\":4000,\"n\":16,\"logprobs\":true,\"top_logprobs\":20,\"stream\":true";

    [Fact]
    public async Task Complete_ManyClientsOfWhomSomeLeave_GivesTheOthersWhatOneAloneGets()
    {
        using TemporaryDirectory data = new();
        await using Node node = await StartAsync(data);
        string? alone = await AskAsync(node, "one", Greedy);

        string?[] answers = await Task.WhenAll(Enumerable.Range(0, 128).Select(index => Task.Run(() => AskAsync(node, $"client {index % 5}", Kind(index), LeavesAfter(index)))));

        Assert.All(answers.Where(static (_, index) => index % 4 == 0), answer => Assert.Equal(alone, answer));
        Assert.Equal(alone, await AskAsync(node, "one", Greedy));
    }

    [Fact]
    public async Task Stream_ClientsThatNeverRead_AreClosedAndOthersAreAnswered()
    {
        using TemporaryDirectory data = new();
        await using Node node = await StartAsync(data, readerTime: TimeSpan.FromSeconds(1));
        string? alone = await AskAsync(node, "reads", Greedy);
        List<Socket> unread = [];
        for (int client = 0; client < 4; client++)
            unread.Add(await SendOnlyAsync(node, Body(Long)));

        Assert.Equal(alone, await AskAsync(node, "reads", Greedy));

        // All their answers end, and each has its receipt, beside the two that were read.
        while (await CountReceiptsAsync(node) < (4 * 16) + 2)
            await Task.Delay(50);
        foreach (Socket socket in unread)
            Assert.DoesNotContain("[DONE]", await ReadRestAsync(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_InTheMiddleOfManyStreams_EndsThemAndLosesNoReceipt()
    {
        using TemporaryDirectory data = new();
        int before;
        await using (Node node = await StartAsync(data, drainTime: TimeSpan.FromMilliseconds(50)))
        {
            using HttpClient http = new() { BaseAddress = node.Address };
            HttpResponseMessage[] streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => http.SendAsync(Request("a", Long), HttpCompletionOption.ResponseHeadersRead)));
            before = await CountReceiptsAsync(node);
            await node.DisposeAsync();
            Array.ForEach(streams, static stream => stream.Dispose());
        }

        await using Node again = await StartAsync(data);
        using HttpClient client = new() { BaseAddress = again.Address };
        JsonElement[] receipts = [.. JsonDocument.Parse(await client.GetStringAsync("/v1/receipts?limit=200")).RootElement.EnumerateArray()];
        Assert.InRange(receipts.Length, before, 8 * 16);
        Assert.Equal(Enumerable.Range(0, receipts.Length), receipts.Select(static receipt => receipt.GetProperty("index").GetInt32()).Order());
    }

    private static Task<Node> StartAsync(TemporaryDirectory data, TimeSpan? readerTime = null, TimeSpan? drainTime = null)
    {
        NodeOptions standard = new() { DataDirectory = data.Path };
        return Node.StartAsync(
            new NodeOptions
            {
                DataDirectory = data.Path,
                ModelsDirectory = SampleModels.Directory,
                ReaderTime = readerTime ?? standard.ReaderTime,
                DrainTimeout = drainTime ?? standard.DrainTimeout,
            },
            progress: null,
            CancellationToken.None);
    }

    /// <summary>Every fourth asks what is compared; the others are of all kinds.</summary>
    private static string Kind(int index) => (index % 4) switch
    {
        0 => Greedy,
        1 => Greedy + ",\"stream\":true",
        2 => "\"temperature\":30,\"max_tokens\":100,\"n\":4,\"logprobs\":true,\"top_logprobs\":5",
        _ => "\"temperature\":1,\"n\":16,\"max_tokens\":20,\"stream\":true",
    };

    /// <summary>After how many milliseconds a client leaves; null for one who waits.</summary>
    private static int? LeavesAfter(int index) => index % 4 == 0 ? null : index % 37;

    private static string Body(string settings) => $$"""{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],{{settings}}}""";

    private static HttpRequestMessage Request(string client, string settings) => new(HttpMethod.Post, "/v1/chat/completions")
    {
        Content = new StringContent(Body(settings), Encoding.UTF8, "application/json"),
        Headers = { { "Authorization", $"Bearer {client}" } },
    };

    /// <summary>The text of the first choice; null for a client who left.</summary>
    private static async Task<string?> AskAsync(Node node, string client, string settings, int? leavesAfter = null)
    {
        using HttpClient http = new() { BaseAddress = node.Address };
        using CancellationTokenSource left = new(leavesAfter ?? Timeout.Infinite);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(Request(client, settings), left.Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            string text = await response.Content.ReadAsStringAsync(left.Token);
            return text[0] == '{' ? JsonDocument.Parse(text).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() : "";
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A client that sends a request and never reads.</summary>
    private static async Task<Socket> SendOnlyAsync(Node node, string body)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, node.Address.Port);
        await socket.SendAsync(Encoding.UTF8.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        return socket;
    }

    /// <summary>What is left in the connection, which the node has closed.</summary>
    private static async Task<string> ReadRestAsync(Socket socket)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        using MemoryStream rest = new();
        await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(rest));
        return Encoding.UTF8.GetString(rest.GetBuffer(), 0, (int)rest.Length);
    }

    private static async Task<int> CountReceiptsAsync(Node node)
    {
        using HttpClient http = new() { BaseAddress = node.Address };
        return JsonDocument.Parse(await http.GetStringAsync("/v1/receipts?limit=200")).RootElement.GetArrayLength();
    }
}
