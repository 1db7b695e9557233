using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace OpenGradient.Execution.Operators;

/// <summary>A function of two numbers that has the same text for every number type.</summary>
internal interface INumberOperator
{
    /// <summary>The function.</summary>
    static abstract T Of<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    /// <summary>Whether <see cref="OfWide"/> is there.</summary>
    static virtual bool HasWide => false;

    /// <summary>The function of eight pairs of <c>i64</c>.</summary>
    static virtual Vector512<long> OfWide(Vector512<long> x, Vector512<long> y) => throw new UnreachableException();
}
