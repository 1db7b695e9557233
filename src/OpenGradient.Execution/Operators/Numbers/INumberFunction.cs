using System.Numerics;

namespace OpenGradient.Execution.Operators;

/// <summary>A function of one number that has the same text for every number type.</summary>
internal interface INumberFunction
{
    /// <summary>The function.</summary>
    static abstract T Of<T>(T x)
        where T : unmanaged, INumber<T>;
}
