using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;

namespace OpenGradient.Conformance.Tokenizers;

/// <summary>Tries vocabularies against the tokens of another engine.</summary>
public static class TokenizerTestRunner
{
    /// <summary>Tries one. Texts are encoded without the tokens that begin and end a text; control tokens in them are letters.</summary>
    public static TokenizerTestResult Run(TokenizerTestCase testCase)
    {
        ArgumentNullException.ThrowIfNull(testCase);
        try
        {
            return Run(testCase.Name, TokenizerFile.Open(testCase.VocabularyPath), testCase.Read());
        }
        catch (InvalidInputException error)
        {
            TokenizerTestOutcome outcome = error.Kind == InvalidInputKind.Unsupported ? TokenizerTestOutcome.Unsupported : TokenizerTestOutcome.Failed;
            return new TokenizerTestResult(testCase.Name, outcome, 0, 0, 0, 0, $"{error.Subject}: {error.Message}");
        }
    }

    private static TokenizerTestResult Run(string name, Tokenizer tokenizer, ImmutableArray<(string Text, ImmutableArray<int> Tokens)> texts)
    {
        int passed = 0;
        int lossless = 0;
        string detail = "";
        foreach ((string text, ImmutableArray<int> expected) in texts)
        {
            ImmutableArray<int> tokens = tokenizer.Encode(text);
            if (tokenizer.Decode(tokens.AsSpan()) == text)
                lossless++;
            if (tokens.SequenceEqual(expected))
                passed++;
            else if (detail.Length == 0)
                detail = $"{JsonSerializer.Serialize(text)} gives {string.Join(' ', tokens)} instead of {string.Join(' ', expected)}";
        }

        TokenizerTestOutcome outcome = passed == texts.Length ? TokenizerTestOutcome.Passed : TokenizerTestOutcome.Failed;
        return new TokenizerTestResult(name, outcome, passed, texts.Length, lossless, tokenizer.VocabularySize, detail);
    }
}
