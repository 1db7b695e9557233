using OpenGradient.Tests;

namespace OpenGradient.Architecture.Tests;

/// <summary>The files of the repository that its rules are about, as paths relative to its root.</summary>
internal static class RepositoryFiles
{
    public static string[] Find(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal))
            .Select(static path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal)];

    public static string[] ReadLines(string file) => File.ReadAllLines(Path.Combine(Repository.Root, file));
}
