using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The answer of a language model that a dispute is about: how its tokens were to be chosen, and which ones a receipt binds.</summary>
/// <param name="PromptCount">How many of the tokens that were read are the prompt.</param>
/// <param name="Sampling">The settings, as the receipt holds them.</param>
/// <param name="Seed">What seeds the random stream.</param>
/// <param name="Tokens">Type, shape and root over the tiles of the answer's tokens.</param>
internal sealed record DisputedAnswer(int PromptCount, SamplingParameters Sampling, Digest Seed, ValueClaim Tokens)
{
    /// <summary>The JSON form; settings that change nothing are left out.</summary>
    public JsonValue ToJson() => JsonValue.Object(
    [
        ("prompt", Json.Decimal(PromptCount)),
        ("seed", Json.Digest(Seed)),
        ("tokens", Tokens.ToJson()),
        .. AnswerSettings.OfChoice(Sampling).Concat(AnswerSettings.OfChange(Sampling)).Select(static setting => (setting.Name, JsonValue.String(setting.Text))),
    ]);

    /// <summary>The Program with further steps and outputs: the tokens that section 15 of exec-1 chooses from the logits.</summary>
    public Program Extend(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new AnswerSteps(program, this).Extend();
    }
}
