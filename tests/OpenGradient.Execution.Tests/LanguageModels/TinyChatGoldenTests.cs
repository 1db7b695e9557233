using System.Text;
using System.Text.Json;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>The sample model answers as it did where it was trained, in another engine.</summary>
public sealed class TinyChatGoldenTests
{
    [Fact]
    public void Answer_EveryGoldenConversation_PromptTokensAndGreedyCompletionAreEqual()
    {
        TinyChat chat = TinyChat.Load();
        foreach (JsonElement golden in Cases())
        {
            Generation generation = chat.Start(Prompt(golden), SamplingParameters.Greedy(120));

            GenerationResult result = generation.Run(CancellationToken.None);

            int[] prompt = [.. chat.Tokenizer.Encode(chat.Template.Render(Prompt(golden)))];
            Assert.Equal(golden.GetProperty("prompt_ids").EnumerateArray().Select(static id => id.GetInt32()), prompt);
            Assert.Equal(golden.GetProperty("prompt").GetString(), string.Concat(chat.Template.Render(Prompt(golden)).Select(static segment => segment.Text)));
            Assert.Equal(golden.GetProperty("completion").GetString(), result.Text);
            Assert.Equal(prompt.Length + result.Tokens.Length - 1, result.TraceLeafCount);
        }
    }

    [Fact]
    public void Append_GoldenPrompt_LastLogitsAreClose()
    {
        TinyChat chat = TinyChat.Load();
        foreach (JsonElement golden in Cases().Where(static golden => golden.TryGetProperty("last_position_logits", out _)))
        {
            JsonElement expected = golden.GetProperty("last_position_logits");
            int[] prompt = [.. golden.GetProperty("prompt_ids").EnumerateArray().Select(static id => id.GetInt32())];

            ReadOnlySpan<float> logits = new CausalSession(chat.Executable).Append(prompt, CancellationToken.None);

            JsonElement[] first = [.. expected.GetProperty("first_8").EnumerateArray()];
            for (int i = 0; i < first.Length; i++)
                Assert.Equal(first[i].GetSingle(), logits[i], 1e-4f);
        }
    }

    private static JsonElement[] Cases() =>
        [.. JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("models/tinychat/golden.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    private static ChatPrompt Prompt(JsonElement golden)
    {
        JsonElement tools = golden.GetProperty("tools");
        return new ChatPrompt(Json(golden.GetProperty("messages")).Items, tools.ValueKind == JsonValueKind.Null ? null : Json(tools));
    }

    private static JsonValue Json(JsonElement element)
    {
        Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(element.GetRawText()), out JsonValue? value));
        return value;
    }
}
