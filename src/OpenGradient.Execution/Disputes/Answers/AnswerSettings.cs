using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Settings of an answer as attributes of the steps that a dispute puts behind a Program: those that change nothing are left out.</summary>
internal static class AnswerSettings
{
    private static readonly SamplingParameters None = SamplingParameters.Greedy(1);

    /// <summary>Those by which a token is chosen from a row.</summary>
    public static IEnumerable<(string Name, string Text)> OfChoice(SamplingParameters sampling) =>
    [
        ("temperature", sampling.Temperature),
        ("topK", sampling.TopK),
        ("topP", sampling.TopP),
        .. Given(("minP", sampling.MinP, None.MinP)),
    ];

    /// <summary>Those by which a row is changed first.</summary>
    public static IEnumerable<(string Name, string Text)> OfChange(SamplingParameters sampling) => Given(
        ("bias", sampling.LogitBias, None.LogitBias),
        ("frequencyPenalty", sampling.FrequencyPenalty, None.FrequencyPenalty),
        ("presencePenalty", sampling.PresencePenalty, None.PresencePenalty),
        ("repetitionPenalty", sampling.RepetitionPenalty, None.RepetitionPenalty));

    /// <summary>The settings of a step as numbers.</summary>
    /// <exception cref="InvalidInputException">One is malformed or out of range.</exception>
    public static SamplingSettings Read(Step step) => Read(step.Attributes.GetValueOrDefault).Parse();

    /// <summary>The settings in the terms of a dispute; those that are not there change nothing.</summary>
    public static SamplingParameters ReadSampling(JsonValue answer) => Read((name, otherwise) => answer.TryGetString(name, out string? text) ? text : otherwise);

    /// <summary>What the terms of a dispute hold an answer to.</summary>
    public static bool TryReadGrammar(JsonValue value, [NotNullWhen(true)] out AnswerGrammar? grammar, out ImmutableArray<int> endTokens)
    {
        (grammar, endTokens) = (null, []);
        if (!value.TryGetString("constraint", out string? parameter) || !value.TryGetString("text", out string? text)
            || !value.TryGetString("endTokens", out string? tokens) || !TryReadTokens(tokens, out endTokens))
            return false;
        grammar = new AnswerGrammar(parameter, text, value.TryGetString("tools", out string? tools) ? tools : "");
        return true;
    }

    private static SamplingParameters Read(Func<string, string, string> setting) =>
        new(setting("temperature", None.Temperature), setting("topP", None.TopP), setting("topK", None.TopK), None.MaxTokens, None.Seed)
        {
            MinP = setting("minP", None.MinP),
            LogitBias = setting("bias", None.LogitBias),
            FrequencyPenalty = setting("frequencyPenalty", None.FrequencyPenalty),
            PresencePenalty = setting("presencePenalty", None.PresencePenalty),
            RepetitionPenalty = setting("repetitionPenalty", None.RepetitionPenalty),
        };

    /// <summary>How many of the tokens that were read are the prompt, by a step's attribute.</summary>
    /// <exception cref="InvalidInputException">It does not say.</exception>
    public static int PromptCount(Step step) =>
        int.TryParse(step.Attributes.GetValueOrDefault("prompt"), NumberStyles.None, CultureInfo.InvariantCulture, out int prompt) && prompt > 0 ? prompt : throw Error("there is no prompt");

    /// <summary>What an answer is held to.</summary>
    public static IEnumerable<(string Name, string Text)> OfGrammar(AnswerGrammar grammar, ImmutableArray<int> endTokens) =>
    [
        ("constraint", grammar.Parameter),
        ("endTokens", string.Join(',', endTokens)),
        ("text", grammar.Text),
        .. Given(("tools", grammar.Tools, "")),
    ];

    /// <summary>What an answer ends at.</summary>
    public static IEnumerable<(string Name, string Text)> OfEnding(AnswerEnding ending) =>
    [
        ("limit", ending.TokenLimit.ToString(CultureInfo.InvariantCulture)),
        ("stops", Encoding.UTF8.GetString(CanonicalJson.Serialize(Json.Array(ending.Stops, JsonValue.String)))),
    ];

    /// <summary>What an answer is held to, by a step's attributes; null if to nothing.</summary>
    public static AnswerGrammar? Grammar(Step step) => step.Attributes.TryGetValue("constraint", out string? parameter)
        ? new AnswerGrammar(parameter, step.Attributes.GetValueOrDefault("text", ""), step.Attributes.GetValueOrDefault("tools", ""))
        : null;

    /// <summary>The end-of-turn tokens, by a step's attribute.</summary>
    /// <exception cref="InvalidInputException">They are malformed.</exception>
    public static ImmutableArray<int> EndTokens(Step step) =>
        TryReadTokens(step.Attributes.GetValueOrDefault("endTokens", ""), out ImmutableArray<int> tokens) ? tokens : throw Error("an end token is malformed");

    private static bool TryReadTokens(string text, out ImmutableArray<int> tokens)
    {
        tokens = [];
        var read = ImmutableArray.CreateBuilder<int>();
        foreach (string number in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int token))
                return false;
            read.Add(token);
        }

        tokens = read.ToImmutable();
        return true;
    }

    /// <summary>The stop strings, by a step's attribute.</summary>
    /// <exception cref="InvalidInputException">They are malformed.</exception>
    public static ImmutableArray<string> Stops(Step step)
    {
        bool isList = JsonReader.TryRead(Encoding.UTF8.GetBytes(step.Attributes.GetValueOrDefault("stops", "[]")), out JsonValue? list) && list.Kind == JsonKind.Array;
        return isList && list!.Items.All(static stop => stop is { Kind: JsonKind.String, Text.Length: > 0 }) ? [.. list.Items.Select(static stop => stop.Text)] : throw Error("stop strings are malformed");
    }

    /// <summary>The most tokens of an answer, by a step's attribute.</summary>
    /// <exception cref="InvalidInputException">It does not say.</exception>
    public static int TokenLimit(Step step) =>
        int.TryParse(step.Attributes.GetValueOrDefault("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : throw Error("there is no limit of tokens");

    /// <summary>The rows of the logits that an answer is chosen from: of the last token of the prompt and of all after it.</summary>
    /// <exception cref="InvalidInputException">There are none.</exception>
    public static int RowCount(ElementType type, ImmutableArray<long> logits, int promptCount) => type == ElementType.Float32 && logits is [var rows, > 0] && rows >= promptCount
        ? checked((int)rows - promptCount + 1)
        : throw Error("the logits are not rows of binary32, at least as many as the prompt has tokens");

    /// <summary>The error of a step that cannot run.</summary>
    public static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "dispute", $"Tokens cannot be chosen: {what}.");

    private static IEnumerable<(string Name, string Text)> Given(params (string Name, string Text, string None)[] settings) =>
        settings.Where(static setting => setting.Text != setting.None).Select(static setting => (setting.Name, setting.Text));
}
