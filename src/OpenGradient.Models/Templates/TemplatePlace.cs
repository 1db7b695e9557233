namespace OpenGradient.Models.Templates;

/// <summary>A place in a template's source.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The letter in the line, from 1.</param>
internal readonly record struct TemplatePlace(int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"Line {Line}, column {Column}";
}
