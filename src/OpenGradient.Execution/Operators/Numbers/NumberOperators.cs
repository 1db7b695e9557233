using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The functions of <see cref="Number"/> of two operands, as types.</summary>
internal static class NumberOperators
{
    internal readonly struct Add : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Add(x, y);

        static int INumberOperator.MapWide(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z) => WideMap.Run<WideFunctions.Add>(x, y, z);
    }

    internal readonly struct Sub : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Sub(x, y);

        static int INumberOperator.MapWide(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z) => WideMap.Run<WideFunctions.Sub>(x, y, z);
    }

    internal readonly struct Mul : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Mul(x, y);

        static int INumberOperator.MapWide(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z) => WideMap.Run<WideFunctions.Mul>(x, y, z);
    }

    internal readonly struct Div : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Div(x, y);
    }

    internal readonly struct Max : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Max(x, y);

        static int INumberOperator.MapWide(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z) => WideMap.Run<WideFunctions.Max>(x, y, z);
    }

    internal readonly struct Min : INumberOperator
    {
        static T INumberOperator.Of<T>(T x, T y) => Number.Min(x, y);

        static int INumberOperator.MapWide(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z) => WideMap.Run<WideFunctions.Min>(x, y, z);
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
