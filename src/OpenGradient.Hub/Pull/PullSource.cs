using System.Net;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>What <c>og model pull</c> is given, as an address to fetch from.</summary>
/// <remarks>
/// <code>
/// hf://owner/repo[@revision]            →  its config.json, and the files beside it
/// hf://owner/repo/path/file[@revision]  →  {HuggingFace}/owner/repo/resolve/{revision or main}/path/file
/// https://…                             →  itself
/// http://…                              →  itself, for a loopback host only
/// </code>
/// </remarks>
/// <param name="Address">The address.</param>
/// <param name="FileName">The last part of its path.</param>
internal sealed record PullSource(Uri Address, string FileName)
{
    /// <summary>How addresses of the hub begin.</summary>
    public const string HuggingFaceScheme = "hf://";

    /// <summary>Where the revision stands in the segments of an address of the hub; 0 for any other address.</summary>
    private int RevisionSegment { get; init; }

    /// <summary>A name for the model: the file's, or the folder's where all files are called alike.</summary>
    /// <exception cref="InvalidInputException">Nothing of it can name a model.</exception>
    public string SuggestedName => FileName == ModelFile.ConfigFile && Folder.Length > 0 ? ModelName.FromFolderName(Folder) : ModelName.FromFileName(FileName);

    private string Folder => Uri.UnescapeDataString(RevisionSegment == Address.Segments.Length - 2 ? Address.Segments[2] : Address.Segments[^2]).Trim('/');

    /// <summary>The address of a file beside it.</summary>
    /// <param name="name">A plain path below the folder.</param>
    public Uri Beside(string name) =>
        new UriBuilder(new Uri(Address, string.Join('/', name.Split('/', '\\').Select(Uri.EscapeDataString)))) { Query = Address.Query }.Uri;

    /// <summary>The same file of one version of the hub's repository; itself for any other address or no version.</summary>
    public PullSource At(string? commit)
    {
        if (RevisionSegment == 0 || commit is not { Length: 40 } || !commit.All(char.IsAsciiHexDigitLower))
            return this;
        string[] segments = [.. Address.Segments];
        segments[RevisionSegment] = commit + "/";
        return this with { Address = new Uri(Address, string.Concat(segments)) };
    }

    /// <summary>Reads a source.</summary>
    /// <exception cref="InvalidInputException">It is none of the three forms.</exception>
    public static PullSource Parse(string text, Uri huggingFace)
    {
        if (text.StartsWith(HuggingFaceScheme, StringComparison.Ordinal))
            return ParseHuggingFace(text[HuggingFaceScheme.Length..], huggingFace);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.UserInfo.Length > 0)
            throw Bad(text);
        RequireSafe(address);
        return new PullSource(address, FileNameOf(address));
    }

    /// <summary>Refuses every address that is neither https nor http to this machine.</summary>
    /// <exception cref="InvalidInputException">It is such an address.</exception>
    public static void RequireSafe(Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsLoopback(address)))
            return;
        throw new InvalidInputException(
            InvalidInputKind.Unsupported,
            "source",
            $"{address.Scheme}://{address.Host} is not fetched from: models come over https, or over http from this machine.");
    }

    /// <summary>Whether the host is this machine by its name or address, without asking a name server.</summary>
    public static bool IsLoopback(Uri address) =>
        address.IdnHost is "localhost" || (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));

    private static PullSource ParseHuggingFace(string text, Uri huggingFace)
    {
        int at = text.LastIndexOf('@');
        string revision = at < 0 ? "main" : text[(at + 1)..];
        string[] parts = (at < 0 ? text : text[..at]).Split('/');
        if (parts.Length == 2)
            parts = [.. parts, ModelFile.ConfigFile];
        if (parts.Length < 3 || revision.Length == 0 || parts.Append(revision).Any(static part => part is "" or "." or ".."))
            throw Bad(HuggingFaceScheme + text);
        RequireSafe(huggingFace);
        RequireName(parts[^1], HuggingFaceScheme + text);
        string path = string.Join('/', parts[2..].Select(Uri.EscapeDataString));
        Uri address = new(huggingFace, $"/{Escape(parts[0])}/{Escape(parts[1])}/resolve/{Escape(revision)}/{path}");
        return new PullSource(address, parts[^1]) { RevisionSegment = HuggingFaceRevision };
    }

    /// <summary>/ owner/ repo/ resolve/ revision/ …</summary>
    private const int HuggingFaceRevision = 4;

    private static string Escape(string part) => Uri.EscapeDataString(part);

    private static string FileNameOf(Uri address)
    {
        string name = Uri.UnescapeDataString(address.Segments[^1].TrimEnd('/'));
        RequireName(name, address.ToString());
        return name;
    }

    /// <summary>A file is written under its name: an escaped slash in it would lead out of the folder.</summary>
    private static void RequireName(string name, string text)
    {
        if (!ModelFile.IsPlainPath(name) || name.AsSpan().ContainsAny('/', '\\'))
            throw Bad(text);
    }

    private static InvalidInputException Bad(string text) => new(
        InvalidInputKind.Invalid, "source", $"'{text}' is no model source: write hf://owner/repo[@revision], hf://owner/repo/file[@revision] or https://host/path/file.");
}
