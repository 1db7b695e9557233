using System.Collections.Immutable;
using System.Globalization;
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
    public static SamplingSettings Read(Step step)
    {
        string Setting(string name, string otherwise) => step.Attributes.GetValueOrDefault(name, otherwise);
        return new SamplingParameters(Setting("temperature", None.Temperature), Setting("topP", None.TopP), Setting("topK", None.TopK), None.MaxTokens, None.Seed)
        {
            MinP = Setting("minP", None.MinP),
            LogitBias = Setting("bias", None.LogitBias),
            FrequencyPenalty = Setting("frequencyPenalty", None.FrequencyPenalty),
            PresencePenalty = Setting("presencePenalty", None.PresencePenalty),
            RepetitionPenalty = Setting("repetitionPenalty", None.RepetitionPenalty),
        }.Parse();
    }

    /// <summary>How many of the tokens that were read are the prompt, by a step's attribute.</summary>
    /// <exception cref="InvalidInputException">It does not say.</exception>
    public static int PromptCount(Step step) =>
        int.TryParse(step.Attributes.GetValueOrDefault("prompt"), NumberStyles.None, CultureInfo.InvariantCulture, out int prompt) && prompt > 0 ? prompt : throw Error("there is no prompt");

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
