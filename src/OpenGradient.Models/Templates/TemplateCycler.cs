namespace OpenGradient.Models.Templates;

/// <summary>What <c>cycler(…)</c> makes: gives its elements in turn.</summary>
internal sealed class TemplateCycler(IReadOnlyList<object> items) : TemplateObject
{
    private int _place;

    /// <inheritdoc/>
    public override string Kind => "a cycler";

    /// <inheritdoc/>
    public override object? Find(string name) => name switch
    {
        "current" => items[_place],
        "items" => new TemplateTuple(items),
        "pos" => (long)_place,
        "next" => new TemplateFunction(name, Next),
        "reset" => new TemplateFunction(name, Reset),
        _ => null,
    };

    private object Next(TemplateCall call)
    {
        call.Bind(0);
        object item = items[_place];
        _place = (_place + 1) % items.Count;
        return item;
    }

    private object Reset(TemplateCall call)
    {
        call.Bind(0);
        _place = 0;
        return TemplateNone.Value;
    }
}
