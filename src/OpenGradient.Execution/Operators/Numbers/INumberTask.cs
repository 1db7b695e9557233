using System.Numerics;

namespace OpenGradient.Execution.Operators;

/// <summary>Work that has the same text for every number type.</summary>
internal interface INumberTask
{
    /// <summary>Does it for elements of type <typeparamref name="T"/>.</summary>
    void Run<T>()
        where T : unmanaged, INumber<T>;
}
