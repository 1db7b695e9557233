using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Gateway;

/// <summary>Writes the member <c>logprobs</c> of the text completions API: of each token its text, its logarithm, the likeliest in its place.</summary>
internal static class CompletionLogprobsJson
{
    /// <summary>Writes the member, name included; null if there is nothing to tell. Moves <paramref name="offset"/> past the tokens' text.</summary>
    public static void Write(Utf8JsonWriter writer, ChatRun run, ImmutableArray<TokenLogprobs> tokens, ref int offset)
    {
        if (!run.TellsLogprobs || tokens.IsEmpty)
        {
            writer.WriteNull("logprobs");
            return;
        }

        writer.WriteStartObject("logprobs");
        WriteAll(writer, "tokens", tokens, token => writer.WriteStringValue(LogprobsJson.TextOf(run, token.Chosen.Token)));
        WriteAll(writer, "token_logprobs", tokens, token => writer.WriteNumberValue(token.Chosen.Logprob));
        WriteAll(writer, "top_logprobs", tokens, token => WriteTop(writer, run, token.Top));
        writer.WriteStartArray("text_offset");
        foreach (TokenLogprobs token in tokens)
        {
            writer.WriteNumberValue(offset);
            offset += LogprobsJson.TextOf(run, token.Chosen.Token).Length;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, ImmutableArray<TokenLogprobs> tokens, Action<TokenLogprobs> write)
    {
        writer.WriteStartArray(name);
        foreach (TokenLogprobs token in tokens)
            write(token);
        writer.WriteEndArray();
    }

    /// <summary>Tokens that read alike, halves of a character for instance, share a member: the likeliest has it.</summary>
    private static void WriteTop(Utf8JsonWriter writer, ChatRun run, ImmutableArray<TokenLogprob> top)
    {
        writer.WriteStartObject();
        foreach ((string text, float logprob) in top.Select(token => (LogprobsJson.TextOf(run, token.Token), token.Logprob)).DistinctBy(static token => token.Item1))
            writer.WriteNumber(text, logprob);
        writer.WriteEndObject();
    }
}
