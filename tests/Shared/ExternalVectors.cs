namespace OpenGradient.Tests;

/// <summary>Test data from public repositories, kept beside the checkout and never in it.</summary>
internal static class ExternalVectors
{
    /// <summary>The path of a file or directory of external test data; skips the test, loudly, where it is absent.</summary>
    public static string Require(string relativePath)
    {
        string? path = Candidates().Select(root => Path.Combine(root, relativePath)).FirstOrDefault(static path => File.Exists(path) || Directory.Exists(path));
        if (path is null)
            Assert.Skip($"external test data '{relativePath}' is not here: set OG_SHARED, or put it in ../shared/vectors");
        return path;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("OG_SHARED") is string configured)
        {
            yield return configured;
            yield return Path.Combine(configured, "vectors");
        }

        yield return Path.Combine(Repository.Root, "..", "shared", "vectors");
    }
}
