using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Cli.Tests.Nodes;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>A conversation of two answers: exported with the node, verified without it.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-session-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Category", "Slow")]
    public async Task ExportAndVerify_Conversation_IsOneChainAndADroppedStepIsNoticed()
    {
        string file = Path.Combine(_folder, "session.json");
        using (NodeProcess node = NodeProcess.Start(Path.Combine(_folder, "data")))
        {
            string first = await AskAsync(node, "");
            string second = await AskAsync(node, $",\"prev\":\"{first}\"");
            await AskAsync(node, $",\"prev\":\"{second}\"");
            Assert.Contains("3 receipts", Og.Run("session", "export", second, "-o", file, "--node", node.Address).Expect(0), StringComparison.Ordinal);
            node.Stop();
        }

        string report = Og.Run("session", "verify", file).Expect(0);
        JsonElement json = JsonDocument.Parse(Og.Run("session", "verify", file, "--json").Expect(0)).RootElement;
        JsonNode session = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        session["bundles"]!.AsArray().RemoveAt(1);
        await File.WriteAllTextAsync(file, session.ToJsonString());

        Assert.Contains("Receipts 0 to 2 of session", report, StringComparison.Ordinal);
        Assert.Equal(3, json.GetProperty("steps").GetArrayLength());
        Assert.Contains("order: invalid: Before receipt 1 of the file one is missing. (step-missing)", Og.Run("session", "verify", file).Expect(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoSession_IsNotAccepted() => Assert.Contains("session-malformed", Og.Run("session", "verify", "README.md").Expect(2), StringComparison.Ordinal);

    private static async Task<string> AskAsync(NodeProcess node, string previous)
    {
        using HttpClient http = new();
        string json = $$$"""{"model":"tinychat","messages":[{"role":"user","content":"Hi"}],"receipt":{"include":true,"session":{"key":"{{{new string('a', 64)}}}"{{{previous}}} } } }""";
        using StringContent body = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(node.Address + "/v1/chat/completions", body);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("receipt").GetProperty("id").GetString()!;
    }
}
