namespace OpenGradient.Models.Templates;

/// <summary>The value <c>none</c>.</summary>
internal sealed class TemplateNone
{
    private TemplateNone()
    {
    }

    /// <summary>The only one.</summary>
    public static TemplateNone Value { get; } = new();
}
