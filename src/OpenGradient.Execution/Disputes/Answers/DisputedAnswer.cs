using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
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
    /// <summary>The most tokens of an answer in terms that somebody else made.</summary>
    private const int MostTokens = 1 << 24;

    /// <summary>Where it had to end, and why it is said to have ended; null if that is not in dispute.</summary>
    public AnswerEnding? Ending { get; init; }

    /// <summary>What it is held to; null if to nothing.</summary>
    public AnswerGrammar? Grammar { get; init; }

    /// <summary>The model's end-of-turn tokens, for an answer that is held to a grammar.</summary>
    public ImmutableArray<int> EndTokens { get; init; } = [];

    /// <summary>Whether the tokens of the answer are read, the last one too.</summary>
    public bool ReadsTokens => Ending is not null || Grammar is not null;

    /// <summary>Whether it matters what tokens decode to.</summary>
    public bool ReadsText => Grammar is not null || Ending is { Stops.IsEmpty: false };

    /// <summary>The JSON form; settings that change nothing are left out.</summary>
    public JsonValue ToJson() => JsonValue.Object(
    [
        ("prompt", Json.Decimal(PromptCount)),
        ("seed", Json.Digest(Seed)),
        ("tokens", Tokens.ToJson()),
        .. Optional("ending", Ending?.ToJson()),
        .. Optional("grammar", Grammar is null ? null : JsonValue.Object([.. AnswerSettings.OfGrammar(Grammar, EndTokens).Select(static setting => (setting.Name, JsonValue.String(setting.Text)))])),
        .. AnswerSettings.OfChoice(Sampling).Concat(AnswerSettings.OfChange(Sampling)).Select(static setting => (setting.Name, JsonValue.String(setting.Text))),
    ]);

    /// <summary>Reads it. Members that are spelled otherwise than <see cref="ToJson"/> does are for the caller to refuse.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out DisputedAnswer? answer)
    {
        answer = null;
        ValueClaim? tokens = null;
        AnswerEnding? ending = null;
        bool isRead = Json.TryInteger(value, "prompt", out int prompt)
            & Json.TryDigest(value, "seed", out Digest seed)
            & (value.TryGet("tokens", out JsonValue? said) && ValueClaim.TryRead(said, out tokens))
            & (!value.TryGet("ending", out JsonValue? end) || AnswerEnding.TryRead(end, out ending));
        if (!isRead || tokens!.Header.ElementCount is <= 0 or > MostTokens)
            return false;
        answer = new DisputedAnswer(prompt, AnswerSettings.ReadSampling(value), seed, tokens) { Ending = ending };
        if (!value.TryGet("grammar", out JsonValue? held))
            return true;
        answer = AnswerSettings.TryReadGrammar(held, out AnswerGrammar? grammar, out ImmutableArray<int> endTokens) ? answer with { Grammar = grammar, EndTokens = endTokens } : null;
        return answer is not null;
    }

    /// <summary>The Program with further steps and outputs: the tokens that section 15 of exec-1 chooses from the logits.</summary>
    public Program Extend(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new AnswerSteps(program, this).Extend();
    }

    private static IEnumerable<(string, JsonValue)> Optional(string name, JsonValue? value) => value is null ? [] : [(name, value)];
}
