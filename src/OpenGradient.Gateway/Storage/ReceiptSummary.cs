using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>One line of the list of recent receipts.</summary>
internal sealed record ReceiptSummary(ReceiptId Id, string Model, ReceiptKind Kind, long IssuedAt, ulong? LogIndex);
