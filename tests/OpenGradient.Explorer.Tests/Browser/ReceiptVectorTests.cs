using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Tests;

namespace OpenGradient.Explorer.Tests;

/// <summary>The published vectors of receipt-1, verified in the browser by the script that the pages use.</summary>
[Trait("Category", "Browser")]
public sealed class ReceiptVectorTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Verify = """
        async ({ bundle, policy, now, purpose, amount }) => {
          const { parsePolicy, verifyBundle } = await import('/js/index.js');
          const bytes = Uint8Array.from(atob(bundle), unit => unit.charCodeAt(0));
          const chosen = policy && parsePolicy(new TextEncoder().encode(JSON.stringify(policy))).policy;
          const report = await verifyBundle(bytes, { policy: chosen, now: Number(now), purpose: purpose ?? undefined, amount: amount ?? undefined });
          return JSON.stringify({ ...report, evidence: report.evidence.map(({ kind, verdict, code }) => ({ kind, verdict, code })) });
        }
        """;

    private const string VerifyEdgeCases = """
        async text => {
          const { verifyEd25519 } = await import('/js/transparency/ed25519.js');
          const { fromHex } = await import('/js/primitives/bytes.js');
          const refused = ['low_order_A', 'low_order_R', 'non_canonical_A', 'non_canonical_R', 'low_order_residue'];
          const misjudged = [];
          for (const { number, key, sig, msg, flags } of JSON.parse(text)) {
            const expected = !(flags ?? []).some(flag => refused.includes(flag));
            if (await verifyEd25519(fromHex(key), new TextEncoder().encode(msg), fromHex(sig)) !== expected) misjudged.push(number);
          }
          return misjudged.join(' ');
        }
        """;

    [Fact]
    public async Task VerifyBundle_EveryVectorInChromium_GivesThePublishedReport()
    {
        string[] files = Directory.GetFiles(Repository.PathOf("spec/receipt-1/vectors"), "*.json");
        await using Tab tab = await chromium.OpenTabAsync();
        await using PagesHost host = await PagesHost.StartAsync();
        await tab.Page.GotoAsync(host.Address + "/nowhere");

        foreach (string file in files)
        {
            JsonElement vector = JsonDocument.Parse(await File.ReadAllBytesAsync(file)).RootElement;
            string report = await tab.Page.EvaluateAsync<string>(Verify, Argument(vector));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(vector.GetProperty("report").GetRawText()), JsonNode.Parse(report)), $"{Path.GetFileName(file)}: {report}");
        }

        Assert.NotEmpty(files);
    }

    [Fact]
    [Trait("Category", "Vectors")]
    public async Task VerifyEd25519_EdgeCasesInChromium_AreJudgedAsReceipt1Says()
    {
        string cases = await File.ReadAllTextAsync(ExternalVectors.Require("ed25519/ed25519vectors.json"));
        await using Tab tab = await chromium.OpenTabAsync();
        await using PagesHost host = await PagesHost.StartAsync();
        await tab.Page.GotoAsync(host.Address + "/nowhere");

        string misjudged = await tab.Page.EvaluateAsync<string>(VerifyEdgeCases, cases);

        Assert.Equal("", misjudged);
    }

    private static object Argument(JsonElement vector) => new Dictionary<string, object?>
    {
        ["bundle"] = vector.GetProperty("bundle").GetString(),
        ["policy"] = vector.TryGetProperty("policy", out JsonElement policy) && policy.ValueKind == JsonValueKind.Object ? Plain(policy) : null,
        ["now"] = vector.GetProperty("now").ToString(),
        ["purpose"] = vector.TryGetProperty("purpose", out JsonElement purpose) ? purpose.GetString() : null,
        ["amount"] = vector.TryGetProperty("amount", out JsonElement amount) ? amount.GetString() : null,
    };

    /// <summary>A policy as Playwright takes it: dictionaries, lists and strings.</summary>
    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(static member => member.Name, static member => Plain(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
        _ => value.GetString(),
    };
}
