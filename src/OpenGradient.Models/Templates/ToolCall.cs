namespace OpenGradient.Models.Templates;

/// <summary>A call of a tool that the model asks for.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">A JSON object as text; numbers as the model wrote them.</param>
public sealed record ToolCall(string Name, string Arguments);
