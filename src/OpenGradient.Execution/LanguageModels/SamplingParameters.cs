using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>How tokens are chosen: the settings as text, exactly as a receipt holds them.</summary>
/// <remarks>
/// Numbers are JSON numbers of at most 32 characters. <see cref="Temperature"/> and <see cref="TopP"/> are read as the nearest
/// binary32 (ties to even); the other two are digits only. See spec/exec-1, section 15.
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
            Number("temperature", Temperature, 100f),
            Number("top_p", TopP, 1f),
            Integer("top_k", TopK, 0),
            Integer("max_tokens", MaxTokens, 1));
    }

    private static float Number(string name, string text, float most)
    {
        float number = IsNumber(text) ? float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : float.NaN;
        return number >= 0f && number <= most
            ? number
            : throw new InvalidInputException(InvalidInputKind.Invalid, name, $"'{Shorten(text)}' is not a number from 0 to {most}.");
    }

    private static int Integer(string name, string text, int least) =>
        text.Length is > 0 and <= 10 && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new InvalidInputException(InvalidInputKind.Invalid, name, $"'{Shorten(text)}' is not a whole number from {least} to {int.MaxValue}.");

    /// <summary>A JSON number and nothing beside it.</summary>
    private static bool IsNumber(string text) => text.Length <= NumberLetters
        && JsonReader.TryRead(Encoding.UTF8.GetBytes(text), out JsonValue? value) && value.Kind == JsonKind.Number && value.Text == text;

    private static string Shorten(string text) => text.Length <= NumberLetters ? text : text[..NumberLetters] + "…";
}
