namespace OpenGradient.Verification.Tests;

/// <summary>One vector of a stream before it is written.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Why">Which attack or fault it shows.</param>
/// <param name="Blocks">The stream.</param>
/// <param name="Expected">The code that it is there to reach, written by hand.</param>
/// <param name="Segments">How many segments are valid.</param>
internal sealed record StreamVectorCase(string Name, string Why, IEnumerable<string> Blocks, string Expected, int Segments);
