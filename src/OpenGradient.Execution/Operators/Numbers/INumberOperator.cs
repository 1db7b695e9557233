using System.Numerics;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>A function of two numbers that has the same text for every number type.</summary>
internal interface INumberOperator
{
    /// <summary>The function.</summary>
    static abstract T Of<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    /// <summary>The function of <c>i64</c>, as <see cref="WideMap"/> has it; none are made if there is no fast form.</summary>
    static virtual int MapWide(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z) => 0;
}
