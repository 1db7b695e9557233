namespace OpenGradient.Tests;

/// <summary>The checkout that the tests stand in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file or folder of the repository. A checkout without it is broken: the test fails, it is not skipped.</summary>
    public static string PathOf(string relativePath)
    {
        string path = Path.Combine(Root, relativePath);
        return Path.Exists(path) ? path : throw new FileNotFoundException($"'{relativePath}' is missing from this checkout.", path);
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "OpenGradient.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No OpenGradient.slnx above {AppContext.BaseDirectory}.");
    }
}
