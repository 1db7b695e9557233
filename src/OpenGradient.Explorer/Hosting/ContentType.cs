namespace OpenGradient.Explorer;

/// <summary>The media types of the files that the pages are made of.</summary>
internal static class ContentType
{
    /// <summary>The media type of a path; every kind of file in the site has one.</summary>
    public static string Of(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new ArgumentException($"The site has no files that end in '{other}'.", nameof(path)),
    };
}
