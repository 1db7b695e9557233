using System.Text.Json;
using System.Text.RegularExpressions;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The session that a request begins or continues.</summary>
/// <param name="Id">Its id, made of the key that the client sent.</param>
/// <param name="Previous">The receipt that the client has seen last; null to begin.</param>
internal sealed partial record SessionWish(Digest Id, ReceiptId? Previous)
{
    public const string HeaderName = "Inference-Session";

    private const string Form = "It has a key of 64 lower-case hexadecimal digits, and after the first answer the id of the receipt before as prev.";

    /// <summary>Reads the header <c>key="…", prev="…"</c>.</summary>
    /// <exception cref="InvalidInputException">It has another form.</exception>
    public static SessionWish Parse(string header)
    {
        Match match = Header().Match(header);
        return match.Success ? Create(HeaderName, match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null) : throw Malformed(HeaderName);
    }

    /// <summary>Reads the member <c>session</c> on whose value the reader stands.</summary>
    /// <exception cref="InvalidInputException">It has another form.</exception>
    public static SessionWish Read(ref Utf8JsonReader reader)
    {
        MemberReader members = new(ref reader, "receipt.session");
        string key = "";
        string? previous = null;
        while (members.MoveNext(ref reader))
        {
            if (members.Name == "key")
                key = JsonField.String(ref reader, "receipt.session.key");
            else if (members.Name == "prev")
                previous = JsonField.String(ref reader, "receipt.session.prev");
            else
                throw members.Unknown();
        }

        return Create("receipt.session", key, previous);
    }

    private static SessionWish Create(string subject, string key, string? previous)
    {
        ReceiptId id = default;
        if (!TextForm.IsHex(key, SessionStatement.KeyBytes, SessionStatement.KeyBytes) || (previous is not null && !ReceiptId.TryParse(previous, out id)))
            throw Malformed(subject);
        return new(SessionStatement.IdOf(Convert.FromHexString(key)), previous is null ? null : id);
    }

    private static InvalidInputException Malformed(string subject) => new(InvalidInputKind.Invalid, subject, Form);

    [GeneratedRegex("""\Akey="([0-9a-f]{64})"(?:\s*,\s*prev="([0-9a-f]{64})")?\z""")]
    private static partial Regex Header();
}
