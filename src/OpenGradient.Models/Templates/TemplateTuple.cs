namespace OpenGradient.Models.Templates;

/// <summary>A list in round brackets: like any other, but written <c>(a, b)</c> and never equal to one in square brackets.</summary>
internal sealed class TemplateTuple(IEnumerable<object> items) : List<object>(items)
{
    /// <summary>Names of the elements, where they have any.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>The element of a name; null if there is none.</summary>
    public object? Find(string name) => Array.IndexOf(Names, name) is var index and >= 0 ? this[index] : null;
}
