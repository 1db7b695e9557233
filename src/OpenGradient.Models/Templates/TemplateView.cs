namespace OpenGradient.Models.Templates;

/// <summary>What is gone through like a list without being one: the keys of a mapping, a range of numbers.</summary>
/// <param name="name">How Python writes it: <c>dict_keys</c>, or the whole of <c>range(0, 5)</c>.</param>
/// <param name="items">The elements.</param>
internal sealed class TemplateView(string name, IEnumerable<object> items) : List<object>(items)
{
    /// <summary>How Python writes it.</summary>
    public string Name => name;

    /// <summary>Whether it is written without its elements, and has elements by number.</summary>
    public bool IsRange => name.EndsWith(')');
}
