using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A comment line of an event stream that carries evidence: <c>: og-head</c> or <c>: og-segment</c>, a statement, its signature, its opening (receipt-1 §8).</summary>
/// <remarks>
/// <code>": " name SP statement SP base64(r ‖ s) SP opening</code>
/// The statement is canonical JSON without a space, so a space ends it. Clients that know nothing of this pass comments over.
/// </remarks>
/// <param name="Name">One of the two names.</param>
/// <param name="Statement">The bytes that are signed.</param>
/// <param name="Signature">r ‖ s over the DSSE encoding of type and statement; not judged yet.</param>
/// <param name="Opening">What the statement's hashes hide: a JSON object.</param>
public sealed record StreamLine(string Name, ReadOnlyMemory<byte> Statement, ReadOnlyMemory<byte> Signature, JsonValue Opening)
{
    /// <summary>The name of the first line of an answer.</summary>
    public const string HeadName = "og-head";

    /// <summary>The name of the lines that follow.</summary>
    public const string SegmentName = "og-segment";

    /// <summary>Signs a statement.</summary>
    public static StreamLine Sign(string name, byte[] statement, P256PrivateKey key, JsonValue opening) =>
        new(name, statement, key.Sign(DsseEnvelope.PreAuthenticationEncoding(PayloadTypeOf(name), statement)), opening);

    /// <summary>Whether the signature is that of <paramref name="key"/> over a statement of this name.</summary>
    public bool IsSignedBy(P256PublicKey key) => key.Verify(DsseEnvelope.PreAuthenticationEncoding(PayloadTypeOf(Name), Statement.Span), Signature.Span);

    /// <summary>The line without its end.</summary>
    public string Format() =>
        $": {Name} {Encoding.UTF8.GetString(Statement.Span)} {Convert.ToBase64String(Signature.Span)} {Encoding.UTF8.GetString(CanonicalJson.Serialize(Opening))}";

    /// <summary>Whether a line is meant to be one of these, well-formed or not.</summary>
    public static bool IsOne(ReadOnlySpan<byte> line) => line.StartsWith(": og-head "u8) || line.StartsWith(": og-segment "u8);

    /// <summary>Reads a line without its end; false if it is none of these, or malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out StreamLine? parsed)
    {
        parsed = null;
        if (!IsOne(line) || !Utf8Text.TryDecode(line, out string? text))
            return false;
        string[] fields = text.Split(' ', 5);
        if (fields.Length != 5 || !CanonicalBase64.TryDecode(fields[3], out byte[] signature))
            return false;
        if (!JsonReader.TryRead(Encoding.UTF8.GetBytes(fields[4]), out JsonValue? opening) || opening.Kind != JsonKind.Object)
            return false;
        parsed = new(fields[1], Encoding.UTF8.GetBytes(fields[2]), signature, opening);
        return true;
    }

    private static string PayloadTypeOf(string name) => name == HeadName ? StreamHead.PayloadType : StreamSegment.PayloadType;
}
