using System.Reflection;

namespace OpenGradient.Explorer;

/// <summary>Every file of the pages, held in memory as it was embedded into this assembly.</summary>
internal sealed class Site
{
    private const string Prefix = "site/";

    private readonly SortedDictionary<string, SiteFile> _files;

    private Site(SortedDictionary<string, SiteFile> files) => _files = files;

    /// <summary>The paths that are answered as they are: everything but the pages, which have addresses of their own.</summary>
    public IEnumerable<string> Assets => _files.Keys.Where(static path => !path.EndsWith(".html", StringComparison.Ordinal));

    public SiteFile this[string path] => _files[path];

    public static Site Load()
    {
        Assembly assembly = typeof(Site).Assembly;
        SortedDictionary<string, SiteFile> files = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames())
        {
            // A build on Windows names folders with backslashes.
            string path = name.Replace('\\', '/')[Prefix.Length..];
            files.Add(path, new SiteFile(Read(assembly, name), ContentType.Of(path)));
        }

        return new Site(files);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
