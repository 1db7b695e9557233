using System.Net;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>What <c>og model pull</c> is given, as an address to fetch from.</summary>
/// <remarks>
/// <code>
/// hf://owner/repo/path/file[@revision]  →  {HuggingFace}/owner/repo/resolve/{revision or main}/path/file
/// https://…                             →  itself
/// http://…                              →  itself, for a loopback host only
/// </code>
/// </remarks>
/// <param name="Address">The address.</param>
/// <param name="FileName">The last part of its path.</param>
internal sealed record PullSource(Uri Address, string FileName)
{
    /// <summary>Reads a source.</summary>
    /// <exception cref="InvalidInputException">It is none of the three forms.</exception>
    public static PullSource Parse(string text, Uri huggingFace)
    {
        if (text.StartsWith("hf://", StringComparison.Ordinal))
            return ParseHuggingFace(text["hf://".Length..], huggingFace);
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
        if (parts.Length < 3 || revision.Length == 0 || parts.Append(revision).Any(static part => part is "" or "." or ".."))
            throw Bad("hf://" + text);
        RequireSafe(huggingFace);
        string path = string.Join('/', parts[2..].Select(Uri.EscapeDataString));
        Uri address = new(huggingFace, $"/{Escape(parts[0])}/{Escape(parts[1])}/resolve/{Escape(revision)}/{path}");
        return new PullSource(address, parts[^1]);
    }

    private static string Escape(string part) => Uri.EscapeDataString(part);

    private static string FileNameOf(Uri address) => Uri.UnescapeDataString(address.Segments[^1].TrimEnd('/')) is { Length: > 0 } name
        ? name
        : throw Bad(address.ToString());

    private static InvalidInputException Bad(string text) => new(
        InvalidInputKind.Invalid, "source", $"'{text}' is no model source: write hf://owner/repo/file[@revision] or https://host/path/file.");
}
