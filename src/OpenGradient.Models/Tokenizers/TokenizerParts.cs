using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Models;
using OpenGradient.Models.Tokenizers.Text;
using OpenGradient.Models.Tokenizers.Words;

namespace OpenGradient.Models.Tokenizers;

/// <summary>What a tokenizer is made of, in the order in which text goes through it.</summary>
internal sealed record TokenizerParts(Vocabulary Vocabulary, ITokenModel Model)
{
    /// <summary>The tokens that are looked for before anything else.</summary>
    public ImmutableArray<SpecialToken> SpecialTokens { get; init; } = [];

    /// <summary>What rewrites the text between them, in order.</summary>
    public ImmutableArray<ITextNormalizer> Normalizers { get; init; } = [];

    /// <summary>What cuts it into words.</summary>
    public WordSplitter Words { get; init; } = new();

    /// <summary>Whether decoding leaves out a blank at the very beginning, as encoding put one there.</summary>
    public bool DropsFirstBlank { get; init; }
}
