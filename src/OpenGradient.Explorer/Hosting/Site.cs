using System.Reflection;
using System.Text;

namespace OpenGradient.Explorer;

/// <summary>Every file of the pages, held in memory as it was embedded into this assembly.</summary>
internal sealed class Site
{
    private const string Prefix = "site/";
    private const string PageSuffix = ".html";

    /// <summary>What is the same in all pages, with places for a page's own head and main part.</summary>
    private const string FramePath = "frame.html";

    private readonly SortedDictionary<string, SiteFile> _files;

    private Site(SortedDictionary<string, SiteFile> files) => _files = files;

    /// <summary>The paths that are answered as they are: everything but the pages, which have addresses of their own.</summary>
    public IEnumerable<string> Assets => _files.Keys.Where(static path => !IsPage(path));

    public SiteFile this[string path] => _files[path];

    public static Site Load()
    {
        Assembly assembly = typeof(Site).Assembly;
        string frame = Encoding.UTF8.GetString(Read(assembly, Prefix + FramePath));
        SortedDictionary<string, SiteFile> files = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames())
        {
            // A build on Windows names folders with backslashes.
            string path = name.Replace('\\', '/')[Prefix.Length..];
            byte[] bytes = Read(assembly, name);
            if (path != FramePath)
                files.Add(path, new SiteFile(IsPage(path) ? Frame(frame, Encoding.UTF8.GetString(bytes)) : bytes, ContentType.Of(path)));
        }

        return new Site(files);
    }

    private static bool IsPage(string path) => path.EndsWith(PageSuffix, StringComparison.Ordinal);

    /// <summary>The page as it is sent; its file holds what belongs into the head, an empty line, and the main part.</summary>
    private static byte[] Frame(string frame, string page)
    {
        string[] parts = page.ReplaceLineEndings("\n").Split("\n\n", 2);
        return Encoding.UTF8.GetBytes(frame.Replace("{head}", parts[0], StringComparison.Ordinal).Replace("{main}", parts[1].TrimEnd('\n'), StringComparison.Ordinal));
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
