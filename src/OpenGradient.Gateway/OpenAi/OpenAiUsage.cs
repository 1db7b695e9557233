using System.Collections.Immutable;
using System.Text.Json;

namespace OpenGradient.Gateway;

/// <summary>The member <c>usage</c> of chat and text completions. The prompt counts once, however many answers it has.</summary>
internal static class OpenAiUsage
{
    public static void Write(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers)
    {
        int promptTokens = answers[0].Run.PromptTokens;
        int completionTokens = answers.Sum(static answer => answer.OutputTokens);
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", promptTokens);
        writer.WriteNumber("completion_tokens", completionTokens);
        writer.WriteNumber("total_tokens", promptTokens + completionTokens);
        writer.WriteEndObject();
    }
}
