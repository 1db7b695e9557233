namespace OpenGradient.Verification.Tests;

/// <summary>One vector of a session before it is written.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Why">Which attack or fault it shows.</param>
/// <param name="Session">The file.</param>
/// <param name="Expected">The codes of its rows and, if it is not that, the place of the fault, written by hand.</param>
/// <param name="Policy">The policy, in JSON.</param>
internal sealed record SessionVectorCase(string Name, string Why, byte[] Session, string Expected, string Policy = "{}");
