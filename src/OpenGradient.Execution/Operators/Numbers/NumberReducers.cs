using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The row reductions, as types.</summary>
internal static class NumberReducers
{
    internal readonly struct Sum : INumberReducer
    {
        static T INumberReducer.Initial<T>() => T.Zero;

        static T INumberReducer.Take<T>(T lane, T element) => Number.Add(lane, element);

        static T INumberReducer.Fold<T>(T x, T y) => Number.Add(x, y);

        static T INumberReducer.Finish<T>(T folded, int count) => folded;

        static long? INumberReducer.OfWide(ReadOnlySpan<long> row) => WideRows.Sum(row);
    }

    internal readonly struct Mean : INumberReducer
    {
        static T INumberReducer.Initial<T>() => T.Zero;

        static T INumberReducer.Take<T>(T lane, T element) => Number.Add(lane, element);

        static T INumberReducer.Fold<T>(T x, T y) => Number.Add(x, y);

        static T INumberReducer.Finish<T>(T folded, int count) => Number.Div(folded, T.CreateTruncating(count));
    }

    internal readonly struct SumSquare : INumberReducer
    {
        static T INumberReducer.Initial<T>() => T.Zero;

        static T INumberReducer.Take<T>(T lane, T element) => Number.MultiplyAdd(element, element, lane);

        static T INumberReducer.Fold<T>(T x, T y) => Number.Add(x, y);

        static T INumberReducer.Finish<T>(T folded, int count) => folded;
    }

    internal readonly struct L2 : INumberReducer
    {
        static T INumberReducer.Initial<T>() => T.Zero;

        static T INumberReducer.Take<T>(T lane, T element) => Number.MultiplyAdd(element, element, lane);

        static T INumberReducer.Fold<T>(T x, T y) => Number.Add(x, y);

        static T INumberReducer.Finish<T>(T folded, int count) => Number.Sqrt(folded);
    }

    internal readonly struct Prod : INumberReducer
    {
        static T INumberReducer.Initial<T>() => T.One;

        static T INumberReducer.Take<T>(T lane, T element) => Number.Mul(lane, element);

        static T INumberReducer.Fold<T>(T x, T y) => Number.Mul(x, y);

        static T INumberReducer.Finish<T>(T folded, int count) => folded;
    }

    internal readonly struct Max : INumberReducer
    {
        static T INumberReducer.Initial<T>() => T.CreateSaturating(double.NegativeInfinity);

        static T INumberReducer.Take<T>(T lane, T element) => Number.Max(lane, element);

        static T INumberReducer.Fold<T>(T x, T y) => Number.Max(x, y);

        static T INumberReducer.Finish<T>(T folded, int count) => folded;

        static long? INumberReducer.OfWide(ReadOnlySpan<long> row) => WideRows.Max(row);
    }

    internal readonly struct Min : INumberReducer
    {
        static T INumberReducer.Initial<T>() => T.CreateSaturating(double.PositiveInfinity);

        static T INumberReducer.Take<T>(T lane, T element) => Number.Min(lane, element);

        static T INumberReducer.Fold<T>(T x, T y) => Number.Min(x, y);

        static T INumberReducer.Finish<T>(T folded, int count) => folded;
    }
}
