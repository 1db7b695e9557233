namespace OpenGradient.Models.Templates;

/// <summary>A mapping with text keys, in the order of insertion.</summary>
/// <param name="isNamespace">Whether <c>set a.b = c</c> may change it.</param>
internal sealed class TemplateMap(bool isNamespace = false)
{
    private readonly Dictionary<string, int> _indexOfKey = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<MarkedText, object>> _entries = [];

    /// <summary>Whether <c>set a.b = c</c> may change it.</summary>
    public bool IsNamespace => isNamespace;

    /// <summary>Keys and values in order.</summary>
    public IReadOnlyList<KeyValuePair<MarkedText, object>> Entries => _entries;

    /// <summary>Sets the value of a key.</summary>
    public void Set(MarkedText key, object value)
    {
        if (_indexOfKey.TryGetValue(key.Text, out int index))
        {
            _entries[index] = new(_entries[index].Key, value);
            return;
        }

        _indexOfKey.Add(key.Text, _entries.Count);
        _entries.Add(new(key, value));
    }

    /// <summary>The value of a key; null if there is none.</summary>
    public object? Find(string key) => _indexOfKey.TryGetValue(key, out int index) ? _entries[index].Value : null;
}
