namespace OpenGradient.Interop.Tests.Twins;

/// <summary>One published case: a twin, maybe the bundle that it is compared with, and what comes of it.</summary>
internal sealed record TwinVector(string Name, TwinCode Code, byte[] Twin, byte[]? Bundle = null);
