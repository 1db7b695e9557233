namespace OpenGradient.Conformance.Speed;

/// <summary>What a model and its requests take of memory, beyond what the process took before.</summary>
/// <param name="FileBytes">Of mapped files, as much as is in memory.</param>
/// <param name="AnonymousBytes">Of the process's own, keys and values among it.</param>
/// <param name="CacheBytes">Keys and values.</param>
public sealed record RequestMemory(long FileBytes, long AnonymousBytes, long CacheBytes);
