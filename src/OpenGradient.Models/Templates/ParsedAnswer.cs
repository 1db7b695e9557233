using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>What a model wrote, taken apart.</summary>
/// <param name="Content">The text outside of tool calls.</param>
/// <param name="ToolCalls">The calls in order.</param>
public sealed record ParsedAnswer(string Content, ImmutableArray<ToolCall> ToolCalls);
