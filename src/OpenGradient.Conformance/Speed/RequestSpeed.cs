namespace OpenGradient.Conformance.Speed;

/// <summary>How fast so many requests are answered together.</summary>
/// <param name="RequestCount">Requests under way at the same time.</param>
/// <param name="TokensPerSecond">Of all of them, over the median time until all are answered.</param>
/// <param name="Memory">At the end, garbage of the rounds included; null where the operating system does not say.</param>
public sealed record RequestSpeed(int RequestCount, double TokensPerSecond, RequestMemory? Memory);
