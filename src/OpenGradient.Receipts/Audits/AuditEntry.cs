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

    /// <summary>The dispute ended with a fraud proof.</summary>
    public const string Convicted = "convicted";

    /// <summary>The node refused, was silent, or said what it did not sign: which convicts nobody.</summary>
    public const string Unanswered = "unanswered";

    /// <summary>The node runs it as the auditor does: what the receipt says otherwise is not in the reach of a dispute.</summary>
    public const string Agreed = "agreed";

    /// <summary>There could be no dispute, or it did not convict the node.</summary>
    public const string NotJudged = "not-judged";

    /// <summary>What became of a dispute: one of the four words; null if there was none.</summary>
    public string? Dispute { get; init; }

    internal static bool IsOutcome(string text) => text is Convicted or Unanswered or Agreed or NotJudged;
}
