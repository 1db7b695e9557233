namespace OpenGradient.Receipts;

/// <summary>What is paid for; both are 0 for a tensor model.</summary>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens made.</param>
public sealed record UsageStatement(long InputTokens, long OutputTokens);
