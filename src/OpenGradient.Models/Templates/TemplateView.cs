namespace OpenGradient.Models.Templates;

/// <summary>Keys, values or pairs of a mapping, as <c>keys()</c>, <c>values()</c> and <c>items()</c> give them: to go through, not to index.</summary>
internal sealed class TemplateView(TemplateMap map, string of) : TemplateObject
{
    /// <inheritdoc/>
    public override string Kind => $"a view of {of}";

    /// <inheritdoc/>
    public override string Printed => $"dict_{of}({TemplateRepr.Write(Items.ToList())})";

    /// <inheritdoc/>
    public override int? Count => map.Entries.Count;

    /// <inheritdoc/>
    public override IEnumerable<object> Items => map.Entries.Select(entry => of switch
    {
        "keys" => entry.Key,
        "values" => entry.Value,
        _ => new TemplateTuple([entry.Key, entry.Value]),
    });

    /// <summary>Whether this and another are equal: keys and pairs as sets are.</summary>
    public bool Equals(TemplateView other, Func<object, object, bool> areEqual) =>
        of != "values" && other.Count == Count && Items.All(item => other.Items.Any(its => areEqual(item, its)));
}
