namespace OpenGradient.Models.Templates;

/// <summary>What filters such as <c>map</c> and <c>select</c> give: elements made one by one as they are asked for, and only once. It is true, even if nothing is left.</summary>
internal sealed class TemplateIterator(IEnumerable<object> items) : TemplateObject
{
    private readonly IEnumerator<object> _rest = items.GetEnumerator();

    /// <inheritdoc/>
    public override string Kind => "an iterator (what 'map', 'select', 'reverse' and the like give; '| list' makes it a list)";

    /// <inheritdoc/>
    public override IEnumerable<object> Items
    {
        get
        {
            while (_rest.MoveNext())
                yield return _rest.Current;
        }
    }
}
