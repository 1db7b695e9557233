using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Proxy.Tests;

namespace OpenGradient.Cli.Tests.Mcp;

/// <summary><c>og mcp</c>, driven over its standard input and output as an agent's host does.</summary>
public sealed class McpTests(RunningNode node) : IClassFixture<RunningNode>
{
    [Fact]
    public void Tools_AskVerifyExplainSearch_TellTheVerdict()
    {
        using McpSession session = new(node.Address);

        string[] tools = [.. session.Call("tools/list", new JsonObject())["tools"]!.AsArray().Select(static tool => (string)tool!["name"]!)];
        Assert.Equal(["explain_receipt", "run_model", "search_models", "verify_bundle"], tools.Order(StringComparer.Ordinal));

        JsonNode models = session.CallTool("search_models", new JsonObject { ["query"] = "CHAT" });
        Assert.Equal("tinychat", (string?)Assert.Single(models["models"]!.AsArray())!["name"]);

        JsonNode answer = session.CallTool("run_model", new JsonObject { ["model"] = "tinychat", ["prompt"] = "What is 12 + 30?" });
        Assert.Equal("12 + 30 = 42", (string?)answer["answer"]);
        Assert.True((bool?)answer["verdict"]!["accepted"]);
        Assert.NotEmpty(answer["verdict"]!["doesNotEstablish"]!.AsArray());
        string id = (string)answer["verdict"]!["receiptId"]!;

        JsonNode explained = session.CallTool("explain_receipt", new JsonObject { ["receiptId"] = id });
        Assert.Equal(id, (string?)explained["verdict"]!["receiptId"]);
        Assert.All(explained["demands"]!.AsArray(), static demand => Assert.True((bool?)demand!["met"]));

        string bundle = node.Ask("receipt", "get", id).Expect(0);
        Assert.True((bool?)session.CallTool("verify_bundle", new JsonObject { ["bundle"] = bundle })["verdict"]!["accepted"]);
        string tampered = bundle.Replace("\"kind\":\"message\"", "\"kind\":\"massage\"", StringComparison.Ordinal);
        Assert.Equal(2, (int?)session.CallTool("verify_bundle", new JsonObject { ["bundle"] = tampered })["verdict"]!["exitCode"]);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task RunModel_TamperedAnswer_IsAnErrorWithTheReason()
    {
        await using LyingNode liar = await LyingNode.StartAsync(new Uri(node.Address));
        liar.ChangeAnswer = static (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? body : body.Replace("= 42", "= 43", StringComparison.Ordinal);
        using McpSession session = new($"{liar.Address}");

        string reason = session.CallToolForError("run_model", new JsonObject { ["model"] = "tinychat", ["prompt"] = "What is 12 + 30?" });

        Assert.Contains("not given out", reason, StringComparison.Ordinal);
        Assert.Contains("changed it on the way", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("= 43", reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void RunModel_UnknownModel_SaysSo()
    {
        using McpSession session = new(node.Address);

        Assert.Equal(
            "the node refused (404): There is no model 'nobody' here: GET /v1/models lists those that are.",
            session.CallToolForError("run_model", new JsonObject { ["model"] = "nobody", ["prompt"] = "?" }));
        Assert.Contains("64", session.CallToolForError("explain_receipt", new JsonObject { ["receiptId"] = "7" }), StringComparison.Ordinal);
    }

    /// <summary>One connection of a host; ends when its input ends.</summary>
    private sealed class McpSession : IDisposable
    {
        private readonly Process _process;
        private int _lastId;

        public McpSession(string address)
        {
            _process = Process.Start(Og.StartInfo("mcp", "--node", address))!;
            JsonNode server = Call("initialize", new JsonObject
            {
                ["protocolVersion"] = "2025-06-18",
                ["capabilities"] = new JsonObject(),
                ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
            });
            Assert.Equal("opengradient", (string?)server["serverInfo"]!["name"]);
            Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" });
        }

        public JsonNode Call(string method, JsonObject parameters)
        {
            int id = ++_lastId;
            Send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                JsonNode message = JsonNode.Parse(line)!; // nothing else may be written there
                if ((int?)message["id"] == id)
                    return message["result"] ?? throw new InvalidOperationException(line);
            }

            throw new InvalidOperationException($"The server has gone: {_process.StandardError.ReadToEnd()}");
        }

        public JsonNode CallTool(string name, JsonObject arguments)
        {
            JsonNode result = Call("tools/call", new JsonObject { ["name"] = name, ["arguments"] = arguments });
            Assert.False((bool?)result["isError"] ?? false, result.ToJsonString());
            return JsonNode.Parse(TextOf(result))!;
        }

        public string CallToolForError(string name, JsonObject arguments)
        {
            JsonNode result = Call("tools/call", new JsonObject { ["name"] = name, ["arguments"] = arguments });
            Assert.True((bool?)result["isError"], result.ToJsonString());
            return TextOf(result);
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            Assert.Equal(0, _process.ExitCode);
            _process.Dispose();
        }

        private void Send(JsonObject message)
        {
            _process.StandardInput.WriteLine(message.ToJsonString());
            _process.StandardInput.Flush();
        }

        private static string TextOf(JsonNode result) => (string)Assert.Single(result["content"]!.AsArray())!["text"]!;
    }
}
