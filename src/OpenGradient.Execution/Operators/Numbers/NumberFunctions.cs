namespace OpenGradient.Execution.Operators;

/// <summary>The functions of <see cref="Number"/> of one operand, as types.</summary>
internal static class NumberFunctions
{
    internal readonly struct Abs : INumberFunction
    {
        static T INumberFunction.Of<T>(T x) => Number.Abs(x);
    }

    internal readonly struct Neg : INumberFunction
    {
        static T INumberFunction.Of<T>(T x) => Number.Neg(x);
    }

    internal readonly struct Relu : INumberFunction
    {
        static T INumberFunction.Of<T>(T x) => Number.Relu(x);
    }

    internal readonly struct Sign : INumberFunction
    {
        static T INumberFunction.Of<T>(T x) => Number.Sign(x);
    }
}
