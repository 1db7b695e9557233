using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads how a request asks for its receipt: headers, or a member of the body.</summary>
/// <remarks>
/// <code>
/// Inference-Receipt: ?1
/// Inference-Session: key="64 hexadecimal digits", prev="id of the receipt before"
/// "receipt": { "include": true, "nonce": "base64url, at most 64 bytes", "session": { "key": "…", "prev": "…" }, "evidence": [ "base64 of a bundle" ] }
/// </code>
/// </remarks>
internal static class ReceiptWishReader
{
    public const string HeaderName = "Inference-Receipt";

    private const int MaximumNonceBytes = 64;
    private const int MaximumEvidence = 64;

    /// <summary>Reads the member <c>receipt</c> on whose value the reader stands.</summary>
    public static ReceiptWish Read(ref Utf8JsonReader reader)
    {
        MemberReader members = new(ref reader, "receipt");
        ReceiptWish wish = ReceiptWish.None;
        while (members.MoveNext(ref reader))
        {
            wish = members.Name switch
            {
                "include" => wish with { IsIncluded = JsonField.Boolean(ref reader, "receipt.include") },
                "nonce" => wish with { Nonce = ReadNonce(JsonField.String(ref reader, "receipt.nonce")) },
                "session" => wish with { Session = SessionWish.Read(ref reader) },
                "evidence" => wish with { Evidence = ReadEvidence(ref reader) },
                _ => throw members.Unknown(),
            };
        }

        return wish;
    }

    /// <summary>Adds what the headers say: a structured boolean, and a dictionary (RFC 9651); and a preference (RFC 7240).</summary>
    public static ReceiptWish AddHeader(ReceiptWish wish, IHeaderDictionary headers)
    {
        wish = wish with { IsLogDeclined = ReceiptPreferences.DeclinesLog(headers) };
        string session = headers[SessionWish.HeaderName].ToString().Trim();
        if (session.Length > 0)
            wish = wish with { Session = SessionWish.Parse(session) };
        string text = headers[HeaderName].ToString().Trim();
        return text switch
        {
            "" => wish,
            "?1" => wish with { IsIncluded = true },
            "?0" => wish,
            _ => throw new InvalidInputException(InvalidInputKind.Invalid, HeaderName, "This header is ?1 or ?0."),
        };
    }

    /// <summary>The bundles that the request rests on; what is in them is the verifier's to judge.</summary>
    private static ImmutableArray<byte[]> ReadEvidence(ref Utf8JsonReader reader)
    {
        var bundles = ImmutableArray.CreateBuilder<byte[]>();
        JsonField.Require(ref reader, JsonTokenType.StartArray, "receipt.evidence", "an array of bundles in base64");
        while (JsonField.Read(ref reader) != JsonTokenType.EndArray)
        {
            string path = $"receipt.evidence[{bundles.Count}]";
            if (bundles.Count == MaximumEvidence)
                throw new InvalidInputException(InvalidInputKind.TooLarge, path, $"A request brings at most {MaximumEvidence} bundles.");
            bundles.Add(CanonicalBase64.TryDecode(JsonField.String(ref reader, path), out byte[] bundle)
                ? bundle
                : throw new InvalidInputException(InvalidInputKind.Malformed, path, "This is the base64 of a bundle, with padding and without line breaks."));
        }

        return bundles.ToImmutable();
    }

    private static string ReadNonce(string text)
    {
        byte[] nonce = new byte[MaximumNonceBytes];
        if (text.Length > Base64Url.GetEncodedLength(MaximumNonceBytes) || !TryDecode(text, nonce, out int writtenBytes))
            throw new InvalidInputException(InvalidInputKind.Invalid, "receipt.nonce", $"A nonce is base64url of at most {MaximumNonceBytes} bytes, without padding.");
        return Convert.ToHexStringLower(nonce.AsSpan(0, writtenBytes));
    }

    private static bool TryDecode(string text, Span<byte> nonce, out int writtenBytes)
    {
        writtenBytes = 0;
        return Base64Url.IsValid(text) && !text.Contains('=', StringComparison.Ordinal) && Base64Url.TryDecodeFromChars(text, nonce, out writtenBytes);
    }
}
