namespace OpenGradient.Explorer.Tests;

/// <summary>The checked-out repository that these tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string FindRoot(string start)
    {
        DirectoryInfo? directory = new(start);
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "OpenGradient.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No OpenGradient.slnx above {start}.");
    }
}
