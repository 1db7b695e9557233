using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The functions of <see cref="Number"/> of two operands, as types.</summary>
internal static class NumberOperators
{
    internal readonly struct Add : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Add(x, y);

        static bool INumberOperator.TryMapWide(StepRun run, Value x, Value y) => WideOperands.TryMap<WideFunctions.Add>(run, x, y);
    }

    internal readonly struct Sub : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Sub(x, y);

        static bool INumberOperator.TryMapWide(StepRun run, Value x, Value y) => WideOperands.TryMap<WideFunctions.Sub>(run, x, y);
    }

    internal readonly struct Mul : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Mul(x, y);

        static bool INumberOperator.TryMapWide(StepRun run, Value x, Value y) => WideOperands.TryMap<WideFunctions.Mul>(run, x, y);
    }

    internal readonly struct Div : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Div(x, y);
    }

    internal readonly struct Max : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Max(x, y);

        static bool INumberOperator.TryMapWide(StepRun run, Value x, Value y) => WideOperands.TryMap<WideFunctions.Max>(run, x, y);
    }

    internal readonly struct Min : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Min(x, y);

        static bool INumberOperator.TryMapWide(StepRun run, Value x, Value y) => WideOperands.TryMap<WideFunctions.Min>(run, x, y);
    }

    internal readonly struct Mod : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Mod(x, y);
    }

    internal readonly struct Remainder : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Remainder(x, y);
    }
}
