using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Architecture.Tests;

/// <summary>The table of docs/determinism.md, which <c>tests/matrix</c> writes: what it must hold, and may not.</summary>
public sealed class DeterminismDocumentTests
{
    private static readonly string[] Table = [.. RepositoryFiles.ReadLines("docs/determinism.md").SkipWhile(static line => line != "<!-- generated -->")];

    [Fact]
    public void Table_Columns_HoldEveryCommittedDigest()
    {
        using JsonDocument digests = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/digests.json")));

        string[] columns = [.. Table.First(static line => line.StartsWith('|')).Split('|', StringSplitOptions.TrimEntries)];

        Assert.Empty(digests.RootElement.EnumerateObject().Select(static digest => digest.Name).Except(columns));
    }

    [Theory]
    [InlineData("without-vectors")]
    [InlineData("native-aot-x86-64-v3")]
    [InlineData("emulated-arm64-neon")]
    public void Table_Leg_IsThereAndTheSame(string leg)
    {
        string row = Assert.Single(Table, line => line.StartsWith($"| {leg} |", StringComparison.Ordinal));

        Assert.All(row.Split('|', StringSplitOptions.TrimEntries)[2..^1], static cell => Assert.Equal("same", cell));
    }
}
