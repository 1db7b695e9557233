using System.Numerics;

namespace OpenGradient.Execution.Operators;

/// <summary>A row reduction (spec/exec-1, section 3) that has the same text for every number type.</summary>
internal interface INumberReducer
{
    /// <summary>What every lane starts from.</summary>
    static abstract T Initial<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>A lane takes an element.</summary>
    static abstract T Take<T>(T lane, T element)
        where T : unmanaged, INumber<T>;

    /// <summary>Two lanes become one.</summary>
    static abstract T Fold<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    /// <summary>The result from the one lane that is left and the length of the row.</summary>
    static abstract T Finish<T>(T folded, int count)
        where T : unmanaged, INumber<T>;

    /// <summary>The whole reduction of a row of <c>i64</c>, where order does not matter and there is a fast form.</summary>
    static virtual long? OfWide(ReadOnlySpan<long> row) => null;
}
