namespace OpenGradient.Execution.Operators;

/// <summary>The comparisons, as types; all false with NaN.</summary>
internal static class NumberRelations
{
    internal readonly struct Equal : INumberRelation
    {
        static bool INumberRelation.Holds<T>(T x, T y) => x == y;
    }

    internal readonly struct Less : INumberRelation
    {
        static bool INumberRelation.Holds<T>(T x, T y) => x < y;
    }

    internal readonly struct LessOrEqual : INumberRelation
    {
        static bool INumberRelation.Holds<T>(T x, T y) => x <= y;
    }
}
