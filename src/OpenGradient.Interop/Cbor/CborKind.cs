namespace OpenGradient.Interop;

/// <summary>What a CBOR item of interop-1 §1 can be: no floating-point numbers, no simple values but these three.</summary>
public enum CborKind
{
    /// <summary>An integer from 0 to 2^64 - 1.</summary>
    Unsigned,

    /// <summary>An integer from -2^64 to -1.</summary>
    Negative,

    /// <summary>A byte string.</summary>
    Bytes,

    /// <summary>A string of valid UTF-8.</summary>
    Text,

    /// <summary>An ordered list.</summary>
    Array,

    /// <summary>Entries with distinct keys, in the order of their encoded keys.</summary>
    Map,

    /// <summary>A number that says what the one item behind it means.</summary>
    Tag,

    /// <summary>The simple value 20.</summary>
    False,

    /// <summary>The simple value 21.</summary>
    True,

    /// <summary>The simple value 22.</summary>
    Null,
}
