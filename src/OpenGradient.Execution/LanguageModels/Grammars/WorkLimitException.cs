namespace OpenGradient.Execution.LanguageModels;

/// <summary>Running an answer again takes more steps than were allowed: nothing is known of it.</summary>
/// <param name="message">What took them.</param>
public sealed class WorkLimitException(string message) : Exception(message);
