namespace OpenGradient.Models.Templates;

/// <summary>A mapping in the order of insertion; keys are what Python can hash: text, numbers, booleans, none, tuples of these.</summary>
internal sealed class TemplateMap
{
    private readonly Dictionary<object, int> _indexOfKey = [];
    private readonly List<KeyValuePair<object, object>> _entries = [];

    /// <summary>Keys and values in order.</summary>
    public IReadOnlyList<KeyValuePair<object, object>> Entries => _entries;

    /// <summary>Sets the value of a key.</summary>
    public void Set(object key, object value)
    {
        object identity = Identity(key);
        if (_indexOfKey.TryGetValue(identity, out int index))
        {
            _entries[index] = new(_entries[index].Key, value);
            return;
        }

        _indexOfKey.Add(identity, _entries.Count);
        _entries.Add(new(key, value));
    }

    /// <summary>The value of a text key; null if there is none.</summary>
    public object? Find(string key) => _indexOfKey.TryGetValue(key, out int index) ? _entries[index].Value : null;

    /// <summary>The value of a key; null if there is none.</summary>
    public object? Find(object key) => _indexOfKey.TryGetValue(Identity(key), out int index) ? _entries[index].Value : null;

    /// <summary>Whether a value can be a key.</summary>
    public static bool CanBeKey(object key) => key is TemplateTuple tuple ? tuple.TrueForAll(CanBeKey) : key is not (List<object> or TemplateMap or TemplateView);

    /// <summary>What equal keys have in common: their text, or their number, as in Python 1, 1.0 and True are one key.</summary>
    public static object Identity(object key) => key switch
    {
        MarkedText text => text.Text,
        bool flag => flag ? 1L : 0L,
        double real when double.IsInteger(real) => TemplateNumbers.FromWhole(new System.Numerics.BigInteger(real)),
        TemplateUndefined => typeof(TemplateUndefined),
        TemplateTuple tuple => new TupleIdentity([.. tuple.Select(Identity)]),
        List<object> or TemplateMap or TemplateView => throw TemplateError.Runtime($"{TemplateValues.Describe(key)} cannot be a key."),
        _ => key,
    };

    private sealed class TupleIdentity(object[] items) : IEquatable<TupleIdentity>
    {
        private readonly object[] _items = items;

        public bool Equals(TupleIdentity? other) => other is not null && _items.SequenceEqual(other._items);

        public override bool Equals(object? obj) => Equals(obj as TupleIdentity);

        public override int GetHashCode() => _items.Aggregate(17, static (hash, item) => HashCode.Combine(hash, item));
    }
}
