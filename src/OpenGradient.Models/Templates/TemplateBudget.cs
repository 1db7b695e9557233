namespace OpenGradient.Models.Templates;

/// <summary>Bounds what one rendering may cost: steps, letters and elements handled, depth of nesting.</summary>
internal sealed class TemplateBudget
{
    private const long StepLimit = 2_000_000;
    private const long LetterLimit = 64L << 20;
    private const int DepthLimit = 200;
    private const int RoundSteps = 15;

    private long _steps;
    private long _letters;
    private int _depth;

    /// <summary>Where the rendering is.</summary>
    public TemplatePlace Place { get; set; }

    /// <summary>Pays for one evaluation.</summary>
    public void Step()
    {
        if (++_steps > StepLimit)
            throw TemplateError.TooLarge($"The template runs for more than {StepLimit} steps.");
    }

    /// <summary>Pays for one round of a loop, which sets up a scope.</summary>
    public void Round()
    {
        _steps += RoundSteps;
        Step();
    }

    /// <summary>Pays for making text.</summary>
    public void Letters(int count)
    {
        _letters += count;
        if (_letters > LetterLimit)
            throw TemplateError.TooLarge($"The template handles more than {LetterLimit} letters.");
    }

    /// <summary>Pays for a value that was made, or gone through: its letters or elements.</summary>
    public void Made(object value) => Letters(value switch
    {
        MarkedText text => text.Length,
        List<object> list => list.Count,
        TemplateMap map => map.Entries.Count,
        TemplateObject thing => thing.Count ?? 0,
        _ => 0,
    });

    /// <summary>Goes one level deeper.</summary>
    public void Enter()
    {
        if (++_depth > DepthLimit)
            throw TemplateError.TooLarge($"The template nests deeper than {DepthLimit} levels.");
    }

    /// <summary>Comes back.</summary>
    public void Leave() => _depth--;
}
