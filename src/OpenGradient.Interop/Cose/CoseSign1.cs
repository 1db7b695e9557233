using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Interop;

/// <summary>A signed message with one signer (RFC 9052 §4.2), as it is written: not judged yet.</summary>
/// <remarks>
/// <code>
/// 18([ bstr .cbor { protected }, { unprotected }, bstr payload, bstr signature ])
/// </code>
/// </remarks>
internal sealed class CoseSign1
{
    private const ulong Tag = 18; // RFC 9052 §2

    private CoseSign1(ReadOnlyMemory<byte> protectedBytes, CborValue protectedHeader, CborValue unprotectedHeader, CborValue payload, ReadOnlyMemory<byte> signature)
    {
        ProtectedBytes = protectedBytes;
        ProtectedHeader = protectedHeader;
        UnprotectedHeader = unprotectedHeader;
        Payload = payload;
        Signature = signature;
    }

    /// <summary>The header that is signed, as bytes.</summary>
    public ReadOnlyMemory<byte> ProtectedBytes { get; }

    /// <summary>The header that is signed: a map.</summary>
    public CborValue ProtectedHeader { get; }

    /// <summary>The header that anybody can change: a map.</summary>
    public CborValue UnprotectedHeader { get; }

    /// <summary>A byte string, or null where the payload is elsewhere.</summary>
    public CborValue Payload { get; }

    /// <summary>The signature.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Reads a tagged message; refuses a label that is in both headers (RFC 9052 §3).</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out CoseSign1? message)
    {
        message = null;
        if (!CborReader.TryRead(bytes, out CborValue? item) || item is not { Kind: CborKind.Tag, Argument: Tag } || item.Items[0].Items is not [var head, var open, var payload, var signature])
            return false;
        bool isMessage = head.Kind == CborKind.Bytes && open.Kind == CborKind.Map && payload.Kind is CborKind.Bytes or CborKind.Null && signature.Kind == CborKind.Bytes;
        if (!isMessage || !TryReadHeader(head.Bytes, out CborValue? header) || SharesLabel(header, open))
            return false;
        message = new(head.Bytes, header, open, payload, signature.Bytes);
        return true;
    }

    /// <summary>The whole message.</summary>
    public static byte[] Write(ReadOnlyMemory<byte> protectedBytes, CborValue unprotectedHeader, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> signature) =>
        CborWriter.Encode(CborValue.Tagged(Tag, CborValue.Array(CborValue.ByteString(protectedBytes), unprotectedHeader, CborValue.ByteString(payload), CborValue.ByteString(signature))));

    /// <summary>What is signed (RFC 9052 §4.4), without external data.</summary>
    public static byte[] ToBeSigned(ReadOnlyMemory<byte> protectedBytes, ReadOnlyMemory<byte> payload) =>
        CborWriter.Encode(CborValue.Array(CborValue.String("Signature1"), CborValue.ByteString(protectedBytes), CborValue.ByteString(default), CborValue.ByteString(payload)));

    /// <summary>An empty header is written as no bytes (RFC 9052 §3).</summary>
    private static bool TryReadHeader(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out CborValue? header)
    {
        header = bytes.IsEmpty ? CborValue.Map(ImmutableArray<KeyValuePair<CborValue, CborValue>>.Empty) : null;
        return header is not null || (CborReader.TryRead(bytes, out header) && header is { Kind: CborKind.Map, Entries.IsEmpty: false });
    }

    /// <summary>Both maps are in the order of their encoded labels: one walk through both finds what they share.</summary>
    private static bool SharesLabel(CborValue header, CborValue other)
    {
        byte[][] labels = [.. header.Entries.Select(static entry => CborWriter.Encode(entry.Key))];
        int at = 0;
        foreach ((CborValue key, _) in other.Entries)
        {
            byte[] label = CborWriter.Encode(key);
            while (at < labels.Length && labels[at].AsSpan().SequenceCompareTo(label) < 0)
                at++;
            if (at < labels.Length && labels[at].AsSpan().SequenceEqual(label))
                return true;
        }

        return false;
    }
}
