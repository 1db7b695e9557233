namespace OpenGradient.Architecture.Tests;

/// <summary>The checked-out repository that these tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal));

    private static string FindRoot(string start)
    {
        DirectoryInfo? directory = new(start);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "OpenGradient.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No OpenGradient.slnx above {start}.");
    }
}
