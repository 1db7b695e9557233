namespace OpenGradient.Verification;

/// <summary>What a <see cref="DisputeJudge"/> came to.</summary>
/// <param name="Outcome">Who lied.</param>
/// <param name="Rule">Which rule of the game ended it; empty if none did.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Place">Where the parties differed, as far as the dispute came: step, tile, element, term.</param>
public sealed record DisputeJudgement(DisputeOutcome Outcome, string Rule, string Reason, string Place);
