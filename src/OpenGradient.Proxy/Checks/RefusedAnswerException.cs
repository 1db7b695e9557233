namespace OpenGradient.Proxy;

/// <summary>An answer that must not be released: its evidence is missing, wrong or not enough.</summary>
/// <param name="message">Which, in a sentence for a person.</param>
internal sealed class RefusedAnswerException(string message) : Exception(message);
