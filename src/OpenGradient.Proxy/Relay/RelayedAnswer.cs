namespace OpenGradient.Proxy;

/// <summary>How a request came to an end.</summary>
/// <param name="Path">The path that was asked for.</param>
/// <param name="ReceiptIds">The receipts of the answers, in their order; none if there was no evidence.</param>
/// <param name="Refusal">Why nothing was released, or why the release was broken off; null if the answer was released.</param>
public sealed record RelayedAnswer(string Path, IReadOnlyList<string> ReceiptIds, string? Refusal);
