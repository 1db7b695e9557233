namespace OpenGradient.Execution.Disputes;

/// <summary>A step without a small judge is too large to be carried out by a referee (spec/dispute-1, section 9): nobody can be convicted.</summary>
/// <param name="message">What is too large.</param>
internal sealed class OversizedStepException(string message) : Exception(message);
