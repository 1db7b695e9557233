namespace OpenGradient.Interop;

/// <summary>Why a receipt cannot be written in the form of AIR v1.</summary>
/// <param name="Claim">The claim that nothing would be behind, by the draft's name.</param>
/// <param name="Reason">What is missing, and what helps.</param>
public sealed record AirRefusal(string Claim, string Reason);
