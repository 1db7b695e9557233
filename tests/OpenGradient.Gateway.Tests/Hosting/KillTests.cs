using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Transparency.Log;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Hosting;

/// <summary>Kills a node at random moments under load: whatever a client was told must be there afterwards, logged and provable.</summary>
[Trait("Category", "Slow")]
public sealed class KillTests
{
    private const int Kills = 5;
    private const int Clients = 8;

    [Fact]
    public async Task Kill_UnderLoad_LosesNoReceiptThatAClientWasTold()
    {
        using TemporaryDirectory data = new();
        using TemporaryDirectory models = new();
        string folder = Directory.CreateDirectory(Path.Combine(models.Path, "price-risk")).FullName;
        foreach (string file in (string[])["price-risk.onnx", "model.json"])
            File.Copy(Path.Combine(SampleModels.Directory, "price-risk", file), Path.Combine(folder, file));
        Random random = new(20261122);
        ConcurrentBag<string> told = [];

        for (int kill = 0; kill < Kills; kill++)
        {
            using NodeProcess node = await NodeProcess.StartAsync(data.Path, models.Path);
            await HammerUntilKilledAsync(node, told, told.Count + random.Next(20, 400));
        }

        using NodeProcess survivor = await NodeProcess.StartAsync(data.Path, models.Path);
        await Parallel.ForEachAsync(told, async (id, _) => await RequireProvableAsync(survivor, id));
        await survivor.KillAsync();
        await RequireConsistentLogAsync(data.Path);
        Assert.True(told.Count >= Kills * 20);
        Assert.Equal(told.Count, told.Distinct().Count());
    }

    private static async Task HammerUntilKilledAsync(NodeProcess node, ConcurrentBag<string> told, int killAt)
    {
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(_ => HammerAsync(node, told, killAt, enough))];
        await enough.Task;
        await node.KillAsync();
        await Task.WhenAll(clients);
    }

    private static async Task HammerAsync(NodeProcess node, ConcurrentBag<string> told, int killAt, TaskCompletionSource enough)
    {
        try
        {
            while (true)
            {
                using StringContent content = new(SampleModels.SampleInput("price-risk"), Encoding.UTF8, "application/json");
                using HttpResponseMessage response = await node.Http.PostAsync("/v2/models/price-risk/infer", content);
                using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
                told.Add(body.RootElement.GetProperty("receipt").GetProperty("id").GetString()!);
                if (told.Count >= killAt)
                    enough.TrySetResult();
            }
        }
        catch (HttpRequestException)
        {
            // The node was killed: this answer was not told.
        }
        catch (IOException)
        {
            // As above, in the middle of the answer.
        }
    }

    private static async Task RequireConsistentLogAsync(string dataDirectory)
    {
        using NodeKeys keys = NodeKeys.LoadOrCreate(Path.Combine(dataDirectory, "keys"));
        LogAuditReport audit = await LogAuditor.CheckAsync(Path.Combine(dataDirectory, "log"), keys.Log.VerifierKey);
        Assert.True(audit.IsConsistent, string.Join('\n', audit.Findings));
    }

    private static async Task RequireProvableAsync(NodeProcess node, string id)
    {
        byte[] bundle = await node.Http.GetByteArrayAsync($"/v1/receipts/{id}");
        VerificationReport report = BundleVerifier.Verify(bundle, Policy.Default, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.True(report.Accepted, report.ToJson());
    }
}
