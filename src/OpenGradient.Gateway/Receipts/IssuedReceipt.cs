using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>A receipt that is signed, stored and durably logged: it may be promised.</summary>
internal sealed record IssuedReceipt(ReceiptId Id, DsseEnvelope Dsse);
