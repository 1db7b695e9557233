using System.Numerics;

namespace OpenGradient.Execution.Operators;

/// <summary>A function of two numbers that has the same text for every number type.</summary>
internal interface INumberOperator
{
    /// <summary>The function.</summary>
    static abstract T Of<T>(T x, T y)
        where T : unmanaged, INumber<T>;
}
