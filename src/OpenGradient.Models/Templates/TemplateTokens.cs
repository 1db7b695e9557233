using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>The tokens of a template and the place reached in them.</summary>
internal sealed class TemplateTokens(List<TemplateToken> tokens)
{
    private int _index;

    /// <summary>The token at the place reached.</summary>
    public TemplateToken Current => tokens[_index];

    /// <summary>A token further on; the last one past the end.</summary>
    public TemplateToken Peek(int distance) => tokens[Math.Min(_index + distance, tokens.Count - 1)];

    /// <summary>Takes the current token.</summary>
    public TemplateToken Next()
    {
        TemplateToken token = Current;
        _index = Math.Min(_index + 1, tokens.Count - 1);
        return token;
    }

    /// <summary>Takes an operator or bracket if it is the current token.</summary>
    public bool TryTake(string symbol) => Current.IsSymbol(symbol) && Next().Kind == TemplateTokenKind.Symbol;

    /// <summary>Takes a name if it is the current token.</summary>
    public bool TryTakeName(string name) => Current.IsName(name) && Next().Kind == TemplateTokenKind.Name;

    /// <summary>Takes an operator or bracket that must be there.</summary>
    public void Expect(string symbol)
    {
        if (!TryTake(symbol))
            throw Error($"'{symbol}' is missing before '{Current.Text}'.");
    }

    /// <summary>Takes a token that must be of a kind.</summary>
    public void Expect(TemplateTokenKind kind)
    {
        if (Current.Kind != kind)
            throw Error($"'{Current.Text}' stands where the tag must end.");
        Next();
    }

    /// <summary>Takes a name that must be there.</summary>
    public string ExpectName() => Current.Kind == TemplateTokenKind.Name ? Next().Text : throw Error($"A name is missing before '{Current.Text}'.");

    /// <summary>A syntax error at the current token.</summary>
    public InvalidInputException Error(string what) => TemplateError.Syntax(Current.Place, what);
}
