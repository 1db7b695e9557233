namespace OpenGradient.Architecture.Tests;

/// <summary>The shape of the code: one type a file, files short enough to read, nothing left behind.</summary>
public sealed class ShapeTests
{
    private const int HardFileLines = 500;

    public static TheoryData<string> SourceFiles() =>
        [.. Repository.Files("src", "*.cs").Select(static path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Length_StaysReadable(string file)
    {
        int lineCount = File.ReadLines(Path.Combine(Repository.Root, file)).Count();

        Assert.True(lineCount <= HardFileLines, $"{file} has {lineCount} lines: find the second idea in it and give it a home.");
    }

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Text_HoldsNoUnfinishedWork(string file)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, file));

        foreach (string mark in (string[])["TODO", "FIXME", "HACK", "XXX", "NotImplementedException", "#region"])
            Assert.False(text.Contains(mark, StringComparison.Ordinal), $"{file} contains {mark}.");
    }
}
