namespace OpenGradient.Verification;

/// <summary>The answer of a <see cref="Reexecution"/>.</summary>
/// <param name="Code">What came out.</param>
/// <param name="Reason">Why, naming the file, tensor or token; printed as it is.</param>
public sealed record ReexecutionResult(ReexecutionCode Code, string Reason);
