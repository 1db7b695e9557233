using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Gateway;

/// <summary>Writes how likely tokens were: the member <c>logprobs</c> of the chat completions API, and the arrays of the responses API.</summary>
internal static class LogprobsJson
{
    /// <summary>Writes the member, name included; null if there is nothing to tell.</summary>
    public static void Write(Utf8JsonWriter writer, ChatRun run, ImmutableArray<TokenLogprobs> tokens)
    {
        if (!run.TellsLogprobs || tokens.IsEmpty)
        {
            writer.WriteNull("logprobs");
            return;
        }

        writer.WriteStartObject("logprobs");
        WriteTokens(writer, "content", run, tokens);
        writer.WriteNull("refusal");
        writer.WriteEndObject();
    }

    /// <summary>Writes an array of tokens, each with those that were likely in its place.</summary>
    /// <remarks>The token that ends the turn is no part of the content and is left out.</remarks>
    public static void WriteTokens(Utf8JsonWriter writer, string name, ChatRun run, ImmutableArray<TokenLogprobs> tokens)
    {
        writer.WriteStartArray(name);
        foreach (TokenLogprobs token in tokens.Where(token => !run.IsEnd(token.Chosen.Token)))
        {
            writer.WriteStartObject();
            WriteToken(writer, run, token.Chosen);
            writer.WriteStartArray("top_logprobs");
            foreach (TokenLogprob likely in token.Top)
            {
                writer.WriteStartObject();
                WriteToken(writer, run, likely);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What a token reads as; a control token reads as its name.</summary>
    public static string TextOf(ChatRun run, int token)
    {
        ReadOnlySpan<byte> bytes = BytesOf(run, token);
        return bytes.IsEmpty && token < run.Tokenizer.VocabularySize ? run.Tokenizer.TextOf(token) : Encoding.UTF8.GetString(bytes);
    }

    private static void WriteToken(Utf8JsonWriter writer, ChatRun run, TokenLogprob token)
    {
        ReadOnlySpan<byte> bytes = BytesOf(run, token.Token);
        writer.WriteString("token", TextOf(run, token.Token));
        writer.WriteNumber("logprob", token.Logprob);
        writer.WriteStartArray("bytes");
        foreach (byte value in bytes)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    // A row of logits may be longer than the vocabulary: such a token has no text.
    private static ReadOnlySpan<byte> BytesOf(ChatRun run, int token) => token < run.Tokenizer.VocabularySize ? run.Tokenizer.BytesOf(token).Span : [];
}
