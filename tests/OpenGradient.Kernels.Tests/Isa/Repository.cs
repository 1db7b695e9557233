namespace OpenGradient.Kernels.Tests.Isa;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    /// <summary>The path of a file or folder of the repository; skips the test, loudly, where it is absent.</summary>
    public static string Require(string relativePath)
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            string path = Path.Combine(directory.FullName, relativePath);
            if (File.Exists(Path.Combine(directory.FullName, "OpenGradient.slnx")) && (File.Exists(path) || Directory.Exists(path)))
                return path;
        }

        Assert.Skip($"'{relativePath}' is not in this checkout");
        return "";
    }
}
