namespace OpenGradient.Models.Templates;

/// <summary>A mapping in the order of insertion; keys are text, numbers, booleans or none.</summary>
/// <param name="isNamespace">Whether <c>set a.b = c</c> may change it.</param>
internal sealed class TemplateMap(bool isNamespace = false)
{
    private readonly Dictionary<object, int> _indexOfKey = [];
    private readonly List<KeyValuePair<object, object>> _entries = [];

    /// <summary>Whether <c>set a.b = c</c> may change it.</summary>
    public bool IsNamespace => isNamespace;

    /// <summary>What it does when it is called, like <c>loop</c>; null for what cannot be.</summary>
    public TemplateFunction? Called { get; init; }

    /// <summary>Keys and values in order.</summary>
    public IReadOnlyList<KeyValuePair<object, object>> Entries => _entries;

    /// <summary>Sets the value of a key.</summary>
    public void Set(object key, object value)
    {
        if (_indexOfKey.TryGetValue(Identity(key), out int index))
        {
            _entries[index] = new(_entries[index].Key, value);
            return;
        }

        _indexOfKey.Add(Identity(key), _entries.Count);
        _entries.Add(new(key, value));
    }

    /// <summary>The value of a text key; null if there is none.</summary>
    public object? Find(string key) => _indexOfKey.TryGetValue(key, out int index) ? _entries[index].Value : null;

    /// <summary>The value of a key; null if there is none.</summary>
    public object? Find(object key) => _indexOfKey.TryGetValue(Identity(key), out int index) ? _entries[index].Value : null;

    /// <summary>What equal keys have in common: their text, or their number, as in Python 1, 1.0 and True are one key.</summary>
    private static object Identity(object key) => key switch
    {
        MarkedText text => text.Text,
        TemplateNone => key,
        TemplateUndefined => typeof(TemplateUndefined),
        _ when TemplateValues.TryNumber(key, out double number) => number,
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(key)} cannot be a key."),
    };
}
