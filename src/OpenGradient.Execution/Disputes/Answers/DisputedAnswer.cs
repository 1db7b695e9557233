using System.Collections.Immutable;
using System.Globalization;
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
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("prompt", Json.Decimal(PromptCount)),
        ("seed", Json.Digest(Seed)),
        ("temperature", JsonValue.String(Sampling.Temperature)),
        ("tokens", Tokens.ToJson()),
        ("topK", JsonValue.String(Sampling.TopK)),
        ("topP", JsonValue.String(Sampling.TopP)));

    /// <summary>The Program with one more step and output: the tokens that section 15 of exec-1 chooses from the logits.</summary>
    public Program Extend(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var attributes = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>
        {
            ["prompt"] = PromptCount.ToString(CultureInfo.InvariantCulture),
            ["seed"] = Seed.ToString(),
            ["temperature"] = Sampling.Temperature,
            ["topK"] = Sampling.TopK,
            ["topP"] = Sampling.TopP,
        });
        return program with
        {
            Steps = program.Steps.Add(new Step(TokenChoice.Operator, [program.Outputs[0].Value], 1, attributes, IsTraced: false)),
            Outputs = program.Outputs.Add(new ProgramOutput("answer", program.ValueCount)),
        };
    }
}
