namespace OpenGradient.Models.Templates;

/// <summary>Bounds what one rendering may cost: steps, letters handled, depth of nesting.</summary>
internal sealed class TemplateBudget
{
    private const long StepLimit = 4_000_000;
    private const long LetterLimit = 64L << 20;
    private const int DepthLimit = 200;

    private long _steps;
    private long _letters;
    private int _depth;

    /// <summary>Pays for one evaluation.</summary>
    public void Step()
    {
        if (++_steps > StepLimit)
            throw TemplateError.TooLarge($"The template runs for more than {StepLimit} steps.");
    }

    /// <summary>Pays for making text.</summary>
    public void Letters(int count)
    {
        _letters += count;
        if (_letters > LetterLimit)
            throw TemplateError.TooLarge($"The template handles more than {LetterLimit} letters.");
    }

    /// <summary>Goes one level deeper.</summary>
    public void Enter()
    {
        if (++_depth > DepthLimit)
            throw TemplateError.TooLarge($"The template nests deeper than {DepthLimit} levels.");
    }

    /// <summary>Comes back.</summary>
    public void Leave() => _depth--;
}
