using System.Buffers;

namespace OpenGradient.Interop;

/// <summary>The one form of a path in a model (OMS 1.0 §6.1.2): relative, '/' between its parts, none of them empty, '.' or '..'.</summary>
public static class ModelPath
{
    /// <summary>The path that old signers gave the only file of a model.</summary>
    internal const string OnlyFile = ".";

    private static readonly SearchValues<char> Wildcards = SearchValues.Create("*?[");

    /// <summary>Whether a path has that form.</summary>
    public static bool IsCanonical(string path)
    {
        foreach (string part in path.Split('/'))
        {
            if (part is "" or "." or ".." || part.Contains('\0', StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    /// <summary>Whether a path may be left out: canonical, and no pattern.</summary>
    public static bool CanBeIgnored(string path) => IsCanonical(path) && !path.AsSpan().ContainsAny(Wildcards);

    /// <summary>Whether a path is one of those that are left out, or lies below one.</summary>
    public static bool IsIgnored(string path, IEnumerable<string> ignored) =>
        ignored.Any(entry => path.StartsWith(entry, StringComparison.Ordinal) && (path.Length == entry.Length || path[entry.Length] == '/'));
}
