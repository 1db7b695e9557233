using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Interop;

/// <summary>One CBOR item: plain data, read by <see cref="CborReader"/>, written by <see cref="CborWriter"/>.</summary>
public sealed class CborValue
{
    private CborValue(CborKind kind) => Kind = kind;

    /// <summary>The simple value <c>null</c>.</summary>
    public static CborValue Null { get; } = new(CborKind.Null);

    /// <summary>The simple value <c>true</c>.</summary>
    public static CborValue True { get; } = new(CborKind.True);

    /// <summary>The simple value <c>false</c>.</summary>
    public static CborValue False { get; } = new(CborKind.False);

    /// <summary>What this item is; it decides which of the properties below mean something.</summary>
    public CborKind Kind { get; }

    /// <summary>The number n of an unsigned integer n, of a negative one -1 - n, of a tag; 0 for every other kind.</summary>
    public ulong Argument { get; private init; }

    /// <summary>The content of a byte string; empty for every other kind.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>The content of a text string; empty for every other kind.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The elements of an array, the one item behind a tag; empty for every other kind.</summary>
    public ImmutableArray<CborValue> Items { get; private init; } = [];

    /// <summary>The entries of a map; empty for every other kind.</summary>
    public ImmutableArray<KeyValuePair<CborValue, CborValue>> Entries { get; private init; } = [];

    /// <summary>An integer.</summary>
    public static CborValue Integer(long value) =>
        value >= 0 ? Unsigned((ulong)value) : Negative((ulong)(-1 - value));

    /// <summary>An integer that is not negative.</summary>
    public static CborValue Unsigned(ulong value) => new(CborKind.Unsigned) { Argument = value };

    /// <summary>The integer -1 - <paramref name="argument"/>.</summary>
    public static CborValue Negative(ulong argument) => new(CborKind.Negative) { Argument = argument };

    /// <summary>A byte string.</summary>
    public static CborValue ByteString(ReadOnlyMemory<byte> bytes) => new(CborKind.Bytes) { Bytes = bytes };

    /// <summary>A text string.</summary>
    public static CborValue String(string text) => new(CborKind.Text) { Text = text };

    /// <summary>An array.</summary>
    public static CborValue Array(params ImmutableArray<CborValue> items) => new(CborKind.Array) { Items = items };

    /// <summary>A map; the keys must differ, their order does not matter.</summary>
    public static CborValue Map(params ImmutableArray<KeyValuePair<CborValue, CborValue>> entries) => new(CborKind.Map) { Entries = entries };

    /// <summary>A map with integers as keys, written as <c>CborValue.Map((1, value), …)</c>; the keys must differ.</summary>
    public static CborValue Map(params ReadOnlySpan<(long Key, CborValue Value)> entries)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<CborValue, CborValue>>(entries.Length);
        foreach ((long key, CborValue value) in entries)
            pairs.Add(new(Integer(key), value));
        return Map(pairs.MoveToImmutable());
    }

    /// <summary>An item with a tag.</summary>
    public static CborValue Tagged(ulong tag, CborValue item) => new(CborKind.Tag) { Argument = tag, Items = [item] };

    /// <summary>Whether this is the integer <paramref name="value"/>.</summary>
    public bool IsInteger(long value) =>
        value >= 0 ? Kind == CborKind.Unsigned && Argument == (ulong)value : Kind == CborKind.Negative && Argument == (ulong)(-1 - value);

    /// <summary>Finds the entry of a map with an integer as its key; false if this is no map or has none.</summary>
    public bool TryGet(long key, [NotNullWhen(true)] out CborValue? value)
    {
        value = null;
        foreach ((CborValue entryKey, CborValue entryValue) in Entries)
        {
            if (entryKey.IsInteger(key))
                value = entryValue;
        }

        return value is not null;
    }

    /// <summary>Finds the entry of a map with a text as its key; false if this is no map or has none.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out CborValue? value)
    {
        value = null;
        foreach ((CborValue entryKey, CborValue entryValue) in Entries)
        {
            if (entryKey.Kind == CborKind.Text && string.Equals(entryKey.Text, key, StringComparison.Ordinal))
                value = entryValue;
        }

        return value is not null;
    }

    /// <summary>Finds an entry that is of one kind; false if it is missing or something else.</summary>
    public bool TryGet(long key, CborKind kind, [NotNullWhen(true)] out CborValue? value) => TryGet(key, out value) && value.Kind == kind;
}
