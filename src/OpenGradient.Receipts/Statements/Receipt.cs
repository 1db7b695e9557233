using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A well-formed statement about one inference and the exact bytes that state it (receipt-1 §2).</summary>
/// <remarks>Does not establish: that anybody signed it, or that what it states is true.</remarks>
public sealed class Receipt
{
    /// <summary>The most bytes that a payload may have.</summary>
    public const int MaximumPayloadBytes = 65_536;

    internal Receipt(ReadOnlyMemory<byte> payload, ReceiptContent content)
    {
        Payload = payload;
        Content = content;
        Id = new ReceiptId(Digest.Sha256(payload.Span));
    }

    /// <summary>SHA-256 of <see cref="Payload"/>.</summary>
    public ReceiptId Id { get; }

    /// <summary>The canonical JSON that is signed.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>What the payload states.</summary>
    public ReceiptContent Content { get; }

    /// <summary>Writes the payload of a new receipt.</summary>
    /// <exception cref="ArgumentException">A member of <paramref name="content"/> has not the form that receipt-1 asks for.</exception>
    public static Receipt Create(ReceiptContent content)
    {
        ContentForm.Require(content);
        return new Receipt(PayloadWriter.Write(content), content);
    }

    /// <summary>Reads the payload of an envelope, which must say that it is a Statement; the signatures are not looked at.</summary>
    public static bool TryParse(DsseEnvelope envelope, [NotNullWhen(true)] out Receipt? receipt, out ReceiptError error)
    {
        receipt = null;
        error = new(ReceiptErrorCode.PayloadType, "payloadType");
        return envelope.PayloadType == Statement.PayloadType && TryParse(envelope.Payload, out receipt, out error);
    }

    /// <summary>Reads a payload; on failure <paramref name="error"/> says which rule of receipt-1 §5.1 it breaks, and where.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out Receipt? receipt, out ReceiptError error)
    {
        error = PayloadReader.Read(payload.Span, out ReceiptContent? content);
        receipt = content is null ? null : new Receipt(payload, content);
        return receipt is not null;
    }
}
