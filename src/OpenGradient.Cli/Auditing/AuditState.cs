using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Auditing;

/// <summary>How far an auditor has come with a log: where the next span begins, and what the tree up to there was.</summary>
/// <param name="LogKey">The verifier key of the log, as it was when the auditor first saw it.</param>
/// <param name="To">The size of the tree that was audited last.</param>
/// <param name="Root">Its root.</param>
internal sealed record AuditState(string LogKey, ulong To, Digest Root)
{
    /// <summary>Reads the state of the log whose origin is given; null if there is none yet.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static AuditState? Load(string directory, string origin)
    {
        string path = PathOf(directory, origin);
        if (!File.Exists(path))
            return null;
        return JsonReader.TryRead(File.ReadAllBytes(path), out JsonValue? json) && json.TryGetString("log", out string? key)
            && json.TryGetString("to", out string? to) && ulong.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out ulong size)
            && json.TryGetString("root", out string? text) && Digest.TryParse(text, out Digest root)
            ? new AuditState(key, size, root)
            : throw new InvalidInputException(InvalidInputKind.Invalid, path, "this is no state of an audit: restore it from a copy, or begin anew with --from.");
    }

    /// <summary>Keeps the state, whole or not at all.</summary>
    public void Save(string directory, string origin) => PrivateFile.Write(PathOf(directory, origin), CanonicalJson.Serialize(JsonValue.Object(
        ("log", JsonValue.String(LogKey)),
        ("to", JsonValue.String(To.ToString(CultureInfo.InvariantCulture))),
        ("root", JsonValue.String(Root.ToString())))));

    /// <summary>An origin is no file name; its digest is.</summary>
    private static string PathOf(string directory, string origin) =>
        Path.Combine(directory, $"log-{Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(origin)).ToString()[..16]}.json");
}
