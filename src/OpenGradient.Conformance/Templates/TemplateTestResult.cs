namespace OpenGradient.Conformance.Templates;

/// <summary>What rendering a conversation gave.</summary>
/// <param name="Template">The template's file without its ending.</param>
/// <param name="Conversation">The conversation's name.</param>
/// <param name="Outcome">How it compares with Jinja2.</param>
/// <param name="Detail">The error, if there was one; otherwise empty.</param>
public sealed record TemplateTestResult(string Template, string Conversation, TemplateTestOutcome Outcome, string Detail);
