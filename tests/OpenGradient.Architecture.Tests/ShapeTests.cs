namespace OpenGradient.Architecture.Tests;

/// <summary>The shape of the code: files and methods short enough to read, nothing left behind.</summary>
public sealed class ShapeTests(ITestOutputHelper output)
{
    private const int HardFileLines = 500;
    private const int HardMethodLines = 80;
    private const int SoftMethodLines = 40;

    public static TheoryData<string> SourceFiles() => [.. RepositoryFiles.Find("src", "*.cs")];

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Length_StaysReadable(string file)
    {
        int lineCount = RepositoryFiles.ReadLines(file).Length;

        Assert.True(lineCount <= HardFileLines, $"{file} has {lineCount} lines: find the second idea in it and give it a home.");
    }

    [Fact]
    public void Methods_Length_StaysReadable()
    {
        SourceMethod[] methods = [.. RepositoryFiles.Find("src", "*.cs").SelectMany(SourceMethod.ReadAll)];
        SourceMethod[] longest = [.. methods.Where(static method => method.LineCount > SoftMethodLines).OrderByDescending(static method => method.LineCount)];

        foreach (SourceMethod method in longest)
            output.WriteLine($"{method.LineCount} lines: {method.File}:{method.Line}");

        Assert.True(methods.Length > 1000, $"Only {methods.Length} methods were found: this test no longer reads the code.");
        Assert.DoesNotContain(longest, static method => method.LineCount > HardMethodLines);
    }

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Text_HoldsNoUnfinishedWork(string file)
    {
        string text = string.Join('\n', RepositoryFiles.ReadLines(file));

        foreach (string mark in (string[])["TODO", "FIXME", "HACK", "XXX", "NotImplementedException", "#region"])
            Assert.False(text.Contains(mark, StringComparison.Ordinal), $"{file} contains {mark}.");
    }
}
