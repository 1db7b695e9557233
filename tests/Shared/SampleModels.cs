namespace OpenGradient.Tests;

/// <summary>The sample models of this repository.</summary>
internal static class SampleModels
{
    /// <summary>The path of a file under <c>models/</c>, or under OG_MODELS; skips the test, loudly, where it is absent.</summary>
    public static string Require(string relativePath)
    {
        string? path = Candidates().Select(root => Path.Combine(root, relativePath)).FirstOrDefault(File.Exists);
        if (path is null)
            Assert.Skip($"the sample model file 'models/{relativePath}' is not here");
        return path;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("OG_MODELS") is string configured)
            yield return configured;
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "OpenGradient.slnx")))
                yield return Path.Combine(directory.FullName, "models");
        }
    }
}
