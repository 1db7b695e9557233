using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>A receipt that is signed, stored and durably logged: it may be promised.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Dsse">The receipt.</param>
internal sealed record IssuedReceipt(ReceiptId Id, DsseEnvelope Dsse)
{
    /// <summary>What the node keeps about it; null where it is another node's.</summary>
    public StoredReceipt? Stored { get; init; }

    /// <summary>The bytes of its bundle, for a client that wants it with the answer; null for others.</summary>
    public ReadOnlyMemory<byte>? Bundle { get; init; }
}
