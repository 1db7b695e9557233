namespace OpenGradient.Models.Templates;

/// <summary>What <c>loop</c> stands for in the rounds of one loop.</summary>
/// <param name="items">What it goes through.</param>
/// <param name="depth">How many loops it stands in that called themselves.</param>
/// <param name="again">The loop over other items; null where it is not <c>recursive</c>.</param>
internal sealed class TemplateLoop(List<object> items, int depth, TemplateFunction? again)
{
    /// <summary>The variable.</summary>
    public const string Name = "loop";

    private List<object>? _last;

    /// <summary>The variables of a round.</summary>
    public TemplateMap At(int index)
    {
        TemplateMap loop = new(isNamespace: true) { Called = again };
        void Set(string name, object value) => loop.Set(MarkedText.FromTemplate(name), value);
        Set("index", index + 1L);
        Set("index0", (long)index);
        Set("revindex", (long)items.Count - index);
        Set("revindex0", items.Count - index - 1L);
        Set("first", index == 0);
        Set("last", index == items.Count - 1);
        Set("length", (long)items.Count);
        Set("depth", depth + 1L);
        Set("depth0", (long)depth);
        Set("previtem", index > 0 ? items[index - 1] : new TemplateUndefined("loop.previtem"));
        Set("nextitem", index + 1 < items.Count ? items[index + 1] : new TemplateUndefined("loop.nextitem"));
        Set("cycle", (TemplateFunction)((positional, _) => positional.Count > 0 ? positional[index % positional.Count] : throw TemplateError.Runtime("'cycle' has nothing to give.")));
        Set("changed", (TemplateFunction)((positional, _) => HasChanged([.. positional])));
        return loop;
    }

    /// <summary>Whether values differ from those of the call before.</summary>
    private object HasChanged(List<object> values)
    {
        bool hasChanged = _last is null || !TemplateValues.AreEqual(_last, values);
        _last = values;
        return hasChanged;
    }
}
