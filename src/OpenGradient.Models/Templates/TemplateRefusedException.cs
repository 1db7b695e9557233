namespace OpenGradient.Models.Templates;

/// <summary>The template called <c>raise_exception</c>: it refuses the conversation, in its own words.</summary>
internal sealed class TemplateRefusedException(string message) : Exception(message);
