using System.Numerics;

namespace OpenGradient.Execution.Operators;

/// <summary>A comparison of two numbers that has the same text for every number type.</summary>
internal interface INumberRelation
{
    /// <summary>Whether it holds.</summary>
    static abstract bool Holds<T>(T x, T y)
        where T : unmanaged, INumber<T>;
}
