using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>How tokens are chosen: the settings as text, exactly as a receipt holds them.</summary>
/// <remarks>
/// Numbers are JSON numbers of at most 32 characters, read as the nearest binary32 (ties to even); counts are digits only. See
/// spec/exec-1, section 15.
/// </remarks>
/// <param name="Temperature">0 takes the greatest logit; otherwise logits are divided by it. At most 100.</param>
/// <param name="TopP">Of the candidates in order, those are kept that first reach this share. 1 keeps all.</param>
/// <param name="TopK">Of the candidates in order, so many are kept. 0 keeps all.</param>
/// <param name="MaxTokens">The most tokens of an answer, at least 1.</param>
/// <param name="Seed">Any text of at most 256 characters; part of what seeds the random stream.</param>
public sealed record SamplingParameters(string Temperature, string TopP, string TopK, string MaxTokens, string Seed)
{
    private const int NumberLetters = 32;
    private const int SeedLetters = 256;
    private const int MaximumBiases = 1024;
    private const int MaximumTopLogprobs = 20;

    /// <summary>Candidates less likely than this share of the likeliest are left out. 0 leaves out none.</summary>
    public string MinP { get; init; } = "0";

    /// <summary>Taken once from the logit of each token that the answer has; from -2 to 2.</summary>
    public string PresencePenalty { get; init; } = "0";

    /// <summary>Taken from the logit of a token as many times as the answer has it; from -2 to 2.</summary>
    public string FrequencyPenalty { get; init; } = "0";

    /// <summary>Divides the logits above 0 of tokens that prompt or answer has, and multiplies those below; from 0.01 to 100.</summary>
    public string RepetitionPenalty { get; init; } = "1";

    /// <summary>What is added to logits: a JSON object of at most 1,024 numbers from -100 to 100, named after their tokens; empty for nothing.</summary>
    public string LogitBias { get; init; } = "";

    /// <summary>How many of the likeliest tokens are told with each token, at most 20; empty if no probabilities are told.</summary>
    public string TopLogprobs { get; init; } = "";

    /// <summary>Temperature 0, everything kept, no seed.</summary>
    /// <param name="maxTokens">The most tokens of an answer.</param>
    public static SamplingParameters Greedy(int maxTokens) => new("0", "1", "0", maxTokens.ToString(CultureInfo.InvariantCulture), "");

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is malformed or out of range; the subject is its name in the API.</exception>
    internal SamplingSettings Parse()
    {
        if (Seed.Length > SeedLetters)
            throw new InvalidInputException(InvalidInputKind.Invalid, "seed", $"A seed has at most {SeedLetters} characters.");
        return new SamplingSettings(
            Number("temperature", Temperature, 0f, 100f),
            Number("top_p", TopP, 0f, 1f),
            Integer("top_k", TopK, 0, int.MaxValue),
            Integer("max_tokens", MaxTokens, 1, int.MaxValue))
        {
            MinP = Number("min_p", MinP, 0f, 1f),
            PresencePenalty = Number("presence_penalty", PresencePenalty, -2f, 2f),
            FrequencyPenalty = Number("frequency_penalty", FrequencyPenalty, -2f, 2f),
            RepetitionPenalty = Number("repetition_penalty", RepetitionPenalty, 0.01f, 100f),
            LogitBias = LogitBias.Length == 0 ? [] : ReadBias(),
            TopLogprobs = TopLogprobs.Length == 0 ? null : Integer("top_logprobs", TopLogprobs, 0, MaximumTopLogprobs),
        };
    }

    private ImmutableArray<(int Token, float Bias)> ReadBias()
    {
        if (!JsonReader.TryRead(Encoding.UTF8.GetBytes(LogitBias), out JsonValue? json) || json.Kind != JsonKind.Object || json.Members.Length > MaximumBiases)
            throw new InvalidInputException(InvalidInputKind.Invalid, "logit_bias", $"This must be an object of at most {MaximumBiases} members.");
        return [.. json.Members.Select(static member => (
            Integer("logit_bias", member.Key, 0, int.MaxValue),
            Number("logit_bias", member.Value.Kind == JsonKind.Number ? member.Value.Text : "", -100f, 100f)))];
    }

    private static float Number(string name, string text, float least, float most)
    {
        float number = IsNumber(text) ? float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : float.NaN;
        return number >= least && number <= most
            ? number
            : throw new InvalidInputException(InvalidInputKind.Invalid, name, $"'{Shorten(text)}' is not a number from {least} to {most}.");
    }

    private static int Integer(string name, string text, int least, int most) =>
        text.Length is > 0 and <= 10 && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new InvalidInputException(InvalidInputKind.Invalid, name, $"'{Shorten(text)}' is not a whole number from {least} to {most}.");

    /// <summary>A JSON number and nothing beside it.</summary>
    private static bool IsNumber(string text) => text.Length <= NumberLetters
        && JsonReader.TryRead(Encoding.UTF8.GetBytes(text), out JsonValue? value) && value.Kind == JsonKind.Number && value.Text == text;

    private static string Shorten(string text) => text.Length <= NumberLetters ? text : text[..NumberLetters] + "…";
}
