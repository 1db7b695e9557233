namespace OpenGradient.Models.Templates;

/// <summary>A token of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a string literal, the unescaped content.</param>
/// <param name="Place">Where it begins.</param>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, TemplatePlace Place)
{
    /// <summary>Whether it is this operator or bracket.</summary>
    public bool IsSymbol(string text) => Kind == TemplateTokenKind.Symbol && Text == text;

    /// <summary>Whether it is this name.</summary>
    public bool IsName(string text) => Kind == TemplateTokenKind.Name && Text == text;
}
