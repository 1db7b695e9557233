using System.Net.Http.Json;
using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Hub.Tests.Support;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>A person imports a folder of safetensors, and checks an answer with the folder alone.</summary>
[Trait("Category", "Slow")]
public sealed class FolderModelTests(RunningNode node) : IClassFixture<RunningNode>
{
    [Theory]
    [InlineData("small", null)]
    [InlineData("large", "renamed")]
    public async Task Verify_FolderOfSafetensors_FindsTheModelThere(string folderName, string? name)
    {
        (string folder, string bundle) = (Directory.CreateDirectory(node.PathOf(folderName)).FullName, node.PathOf($"{folderName}.json"));
        FolderModel.WriteTo(folder);
        string[] naming = name is null ? [] : ["--name", name];
        node.Ask(["model", "import", folder, .. naming]).Expect(0);

        node.Ask("receipt", "get", await CompleteAsync(name ?? folderName), "-o", bundle).Expect(0);
        string report = node.Ask("verify", bundle, "--reexecute", "--models", folder).Expect(0);

        Assert.Contains("Equal, bit for bit: prompt (2 tokens)", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ModelWithoutAChatTemplate_ContinuesThePrompt()
    {
        string folder = Directory.CreateDirectory(node.PathOf("base")).FullName;
        FolderModel.WriteTo(folder);
        node.Ask("model", "import", folder).Expect(0);
        string request = node.PathOf("prompt.json");
        File.WriteAllText(request, """{"prompt":"ab","temperature":0,"max_tokens":128}""");

        string[] lines = node.Ask("run", "base", "ab").Expect(0).TrimEnd().Split('\n');

        Assert.Matches("^receipt [0-9a-f]{64}$", lines[^1]);
        Assert.Equal(node.Ask("run", "base", "--input", request).Expect(0).TrimEnd().Split('\n')[..^1], lines[..^1]);
    }

    private async Task<string> CompleteAsync(string model)
    {
        using HttpClient client = new();
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            $"{node.Address}/v1/completions", new { model, prompt = "ab", max_tokens = 2, receipt = new { include = true } }, TestContext.Current.CancellationToken);
        JsonElement body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return body.GetProperty("receipt").GetProperty("id").GetString()!;
    }
}
