using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>What a chat template is given.</summary>
/// <param name="Messages">The conversation: objects with <c>role</c>, <c>content</c> and what else the API defines.</param>
/// <param name="Tools">The tools as the client sent them; null if there are none.</param>
/// <param name="AddGenerationPrompt">Whether to open the assistant's turn at the end.</param>
public sealed record ChatPrompt(ImmutableArray<JsonValue> Messages, JsonValue? Tools = null, bool AddGenerationPrompt = true)
{
    /// <summary>Further variables of the template, such as <c>enable_thinking</c>; null if there are none.</summary>
    public JsonValue? Variables { get; init; }

    /// <summary>What <c>strftime_now</c> of the template tells; null where it is not to know the time.</summary>
    /// <remarks>An argument and never the clock: the same conversation must give the same prompt whenever it is run again.</remarks>
    public DateTimeOffset? Now { get; init; }
}
