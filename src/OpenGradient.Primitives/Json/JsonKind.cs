namespace OpenGradient.Primitives;

/// <summary>The seven things a JSON text can hold (RFC 8259).</summary>
public enum JsonKind
{
    /// <summary>The literal <c>null</c>.</summary>
    Null,

    /// <summary>The literal <c>false</c>.</summary>
    False,

    /// <summary>The literal <c>true</c>.</summary>
    True,

    /// <summary>A number, kept as its text: this library never rounds it.</summary>
    Number,

    /// <summary>A string of Unicode scalar values.</summary>
    String,

    /// <summary>An ordered list.</summary>
    Array,

    /// <summary>Members with distinct names, in the order in which they were written.</summary>
    Object,
}
