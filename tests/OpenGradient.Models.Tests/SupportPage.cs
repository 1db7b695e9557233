using OpenGradient.Tests;

namespace OpenGradient.Models.Tests;

/// <summary>Pages in docs/ that a test run writes.</summary>
internal static class SupportPage
{
    /// <summary>Compares a page with the one in the repository; with OG_WRITE_DOCS=1 it is written anew.</summary>
    public static void Compare(string name, string page, string writeCommand)
    {
        string path = Path.Combine(Repository.Root, "docs", name);
        if (Environment.GetEnvironmentVariable("OG_WRITE_DOCS") == "1")
            File.WriteAllText(path, page);

        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, $"docs/{name} is not what a run gives now; write it anew:\n{writeCommand}");
    }
}
