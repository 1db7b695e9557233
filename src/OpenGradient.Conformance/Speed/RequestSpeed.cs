namespace OpenGradient.Conformance.Speed;

/// <summary>How fast so many requests are answered together.</summary>
/// <param name="RequestCount">Requests under way at the same time.</param>
/// <param name="TokensPerSecond">Of all of them, over the median time until all are answered.</param>
public sealed record RequestSpeed(int RequestCount, double TokensPerSecond);
