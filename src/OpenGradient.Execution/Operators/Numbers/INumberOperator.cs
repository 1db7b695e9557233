using System.Numerics;
using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>A function of two numbers that has the same text for every number type.</summary>
internal interface INumberOperator
{
    /// <summary>The function.</summary>
    static abstract T Of<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    /// <summary>The function of <c>i64</c>, in parts; false if there is no fast form, or none for such shapes.</summary>
    static virtual bool TryMapWide(StepRun run, Value x, Value y) => false;
}
