using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>A prompt that goes to the model without a template: text, or tokens.</summary>
/// <param name="Text">The text; null where the client sent tokens.</param>
/// <param name="Tokens">The tokens that the client sent; empty where it sent text.</param>
internal sealed record RawPrompt(string? Text, ImmutableArray<int> Tokens)
{
    /// <summary>Reads text, or an array of tokens.</summary>
    /// <exception cref="InvalidInputException">It is neither; the subject is the place.</exception>
    public static RawPrompt Read(JsonValue prompt, string path) => prompt switch
    {
        { Kind: JsonKind.String } => new(prompt.Text, []),
        { Kind: JsonKind.Array, Items: [_, ..] } => new(null, [.. prompt.Items.Select((token, index) => ReadToken(token, $"{path}[{index}]"))]),
        _ => throw JsonMembers.Invalid(path, "This must be a string, or an array of tokens."),
    };

    /// <summary>The tokens that the model reads: those that were sent, or those of the text.</summary>
    /// <remarks>
    /// Control tokens written in the text are recognised, because all of it is the client's own; what the tokenizer puts in front of
    /// every text is put there, unless the text begins with it.
    /// </remarks>
    /// <exception cref="InvalidInputException">A token is none of the model's.</exception>
    public ImmutableArray<int> Encode(Tokenizer tokenizer)
    {
        if (Text is null)
            return RequireKnown(tokenizer.VocabularySize);
        ImmutableArray<int> tokens = tokenizer.Encode(Text, recognisesControl: true);
        return tokens.AsSpan().StartsWith(tokenizer.Prefix.AsSpan()) ? tokens : [.. tokenizer.Prefix, .. tokens];
    }

    /// <summary>The tokens that an encoder reads: those that were sent, or those of the text between what the tokenizer puts around every text.</summary>
    /// <exception cref="InvalidInputException">A token is none of the model's.</exception>
    public ImmutableArray<int> EncodeWhole(Tokenizer tokenizer) => Text is null
        ? RequireKnown(tokenizer.VocabularySize)
        : [.. tokenizer.Prefix, .. tokenizer.Encode(Text, recognisesControl: true), .. tokenizer.Suffix];

    private ImmutableArray<int> RequireKnown(int vocabularySize)
    {
        for (int index = 0; index < Tokens.Length; index++)
        {
            if ((uint)Tokens[index] >= (uint)vocabularySize)
                throw new InvalidInputException(InvalidInputKind.Invalid, $"prompt[{index}]", $"{Tokens[index]} is no token: the model has {vocabularySize}, from 0.");
        }

        return Tokens;
    }

    private static int ReadToken(JsonValue token, string path) =>
        token.Kind == JsonKind.Number && int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? id
            : throw JsonMembers.Invalid(path, "A token is a whole number from 0.");
}
