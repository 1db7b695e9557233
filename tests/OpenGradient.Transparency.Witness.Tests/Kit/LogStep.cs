namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>One thing that is done to a log, or that befalls it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">How many, which one, where.</param>
/// <param name="Seed">What a torn write leaves.</param>
internal sealed record LogStep(LogStepKind Kind, int Number, uint Seed);
