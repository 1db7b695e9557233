namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>A node's data with one file spoiled: the node does not start, and names the file.</summary>
public sealed class DamagedDataTests(StoryFixture story) : IClassFixture<StoryFixture>
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("log/checkpoint", 0)]
    [InlineData("log/.state/sequence", 0)]
    [InlineData("log/.state/sequence", 80)]
    [InlineData("node.db", 0)]
    [InlineData("node.db", 4096)]
    [InlineData("keys/node.pem", 0)]
    [InlineData("keys/node.pem", 60)]
    [InlineData("keys/log.key", 0)]
    [InlineData("keys/log-ml-dsa.key", 20)]
    [InlineData("keys/disclosure.key", null)]
    public void Up_DamagedFile_IsNamedInOneSentence(string file, int? offset)
    {
        string data = Copy();
        string path = Path.Combine(data, file);
        byte[] bytes = [.. File.ReadAllBytes(path), .. offset is null ? "x"u8 : []];
        if (offset is { } start)
            bytes.AsSpan(start, Math.Min(1000, bytes.Length - start)).Fill((byte)'x');
        File.WriteAllBytes(path, bytes);

        OgResult result = Og.Run("up", "--port", "0", "--data", data, "--models", Og.Models);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"og: {path}: ", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("keys")]
    [InlineData("log")]
    [InlineData("models")]
    public void Up_FileInThePlaceOfAFolder_IsNamed(string folder)
    {
        string data = Copy();
        Directory.Delete(Path.Combine(data, folder), recursive: true);
        File.WriteAllText(Path.Combine(data, folder), "");

        OgResult result = Og.Run("up", "--port", "0", "--data", data, "--models", Og.Models);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"og: {data}", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    private string Copy()
    {
        string target = Directory.CreateDirectory(story.PathOf(Path.GetRandomFileName())).FullName;
        foreach (string file in Directory.EnumerateFiles(story.Data, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(story.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }
}
