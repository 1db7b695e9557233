using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What came out of one entry of a sample.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Receipt">The receipt.</param>
/// <param name="Code">A code of receipt-1 §5.7, or <see cref="NotAvailable"/>.</param>
public sealed record AuditEntry(ulong Index, ReceiptId Receipt, string Code)
{
    /// <summary>The node gave no bundle of it.</summary>
    public const string NotAvailable = "not-available";
}
