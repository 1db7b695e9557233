namespace OpenGradient.Receipts;

/// <summary>Why bytes are no bundle or no receipt.</summary>
/// <param name="Code">Which rule is broken.</param>
/// <param name="Subject">The member or place that breaks it, in our words: it never repeats text from the bytes.</param>
public readonly record struct ReceiptError(ReceiptErrorCode Code, string Subject);
