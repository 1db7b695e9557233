using System.Numerics;
using System.Runtime.CompilerServices;
using OpenGradient.Execution.Operators;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The arithmetic of an element type on words: the element's bits, the rest of the word zero.</summary>
internal abstract class NumberRules
{
    /// <summary>The word of 0.</summary>
    public abstract ulong Zero { get; }

    /// <summary>The word of 1.</summary>
    public abstract ulong One { get; }

    /// <summary>What no number is below.</summary>
    public abstract ulong Least { get; }

    /// <summary>The word of a whole number.</summary>
    public abstract ulong Word(long number);

    /// <summary>The arithmetic of a type of numbers, or of <c>bool</c> as 0 and 1.</summary>
    /// <exception cref="InvalidInputException">The type is only stored.</exception>
    public static NumberRules Of(ElementType type)
    {
        var creation = new Creation();
        return NumberTypes.TryRun(type, ref creation)
            ? creation.Rules!
            : throw new InvalidInputException(InvalidInputKind.Unsupported, "dispute", $"There is no arithmetic on {type.CanonicalName()}.");
    }

    /// <summary>A whole number, or a <c>bool</c>, in 64 bits.</summary>
    public static long Widen(ElementType type, ulong word)
    {
        int unused = 64 - (8 * type.SizeBytes());
        return unchecked(type.IsSigned() ? (long)(word << unused) >> unused : (long)word);
    }

    /// <summary>x + y.</summary>
    public abstract ulong Add(ulong x, ulong y);

    /// <summary>x - y.</summary>
    public abstract ulong Sub(ulong x, ulong y);

    /// <summary>x · y.</summary>
    public abstract ulong Mul(ulong x, ulong y);

    /// <summary>x / y.</summary>
    public abstract ulong Div(ulong x, ulong y);

    /// <summary>x · y + z, of floats with one rounding.</summary>
    public abstract ulong MultiplyAdd(ulong x, ulong y, ulong z);

    /// <summary>The larger; NaN if one is.</summary>
    public abstract ulong Max(ulong x, ulong y);

    /// <summary>The smaller; NaN if one is.</summary>
    public abstract ulong Min(ulong x, ulong y);

    /// <summary>The order of sorting: -0 and +0 equal, NaN above all and equal to itself.</summary>
    public abstract int Compare(ulong x, ulong y);

    /// <summary>Whether a word is NaN.</summary>
    public abstract bool IsNaN(ulong x);

    /// <summary>A phase that reduces a row: sixteen lanes, then a fold (spec/exec-1, section 3).</summary>
    public abstract Phase Row<TReducer>(long count, Func<long, ulong> element)
        where TReducer : struct, INumberReducer;

    /// <summary>A phase that is a dot product: multiply-add from 0, ascending.</summary>
    public Phase Dot(long count, Func<long, ulong> left, Func<long, ulong> right) =>
        Phase.Words(count, Zero, (term, _, sum) => MultiplyAdd(left(term), right(term), sum));

    private struct Creation : INumberTask
    {
        public NumberRules? Rules { get; private set; }

        void INumberTask.Run<T>() => Rules = new Typed<T>();
    }

    private sealed class Typed<T> : NumberRules
        where T : unmanaged, INumber<T>
    {
        private const int LaneCount = 16;

        public override ulong Zero => Word(T.Zero);

        public override ulong One => Word(T.One);

        public override ulong Least => Word(Number.Least<T>());

        public override ulong Word(long number) => Word(T.CreateTruncating(number));

        public override ulong Add(ulong x, ulong y) => Word(Number.Add(Of(x), Of(y)));

        public override ulong Sub(ulong x, ulong y) => Word(Number.Sub(Of(x), Of(y)));

        public override ulong Mul(ulong x, ulong y) => Word(Number.Mul(Of(x), Of(y)));

        public override ulong Div(ulong x, ulong y) => Word(Number.Div(Of(x), Of(y)));

        public override ulong MultiplyAdd(ulong x, ulong y, ulong z) => Word(Number.MultiplyAdd(Of(x), Of(y), Of(z)));

        public override ulong Max(ulong x, ulong y) => Word(Number.Max(Of(x), Of(y)));

        public override ulong Min(ulong x, ulong y) => Word(Number.Min(Of(x), Of(y)));

        public override int Compare(ulong x, ulong y) => Number.Compare(Of(x), Of(y));

        public override bool IsNaN(ulong x) => T.IsNaN(Of(x));

        public override Phase Row<TReducer>(long count, Func<long, ulong> element) => new(
            count,
            [.. Enumerable.Repeat(Word(TReducer.Initial<T>()), LaneCount)],
            (term, _, lanes) => lanes[term % LaneCount] = Word(TReducer.Take(Of(lanes[term % LaneCount]), Of(element(term)))),
            lanes => Fold<TReducer>(lanes, (int)count));

        private static ulong Fold<TReducer>(ulong[] lanes, int count)
            where TReducer : struct, INumberReducer
        {
            T[] folded = Array.ConvertAll(lanes, Of);
            for (int width = LaneCount / 2; width > 0; width /= 2)
            {
                for (int lane = 0; lane < width; lane++)
                    folded[lane] = TReducer.Fold(folded[lane], folded[lane + width]);
            }

            return Word(TReducer.Finish(folded[0], count));
        }

        private static T Of(ulong word) => Unsafe.As<ulong, T>(ref word); // little-endian, as everywhere

        private static ulong Word(T number)
        {
            ulong word = 0;
            Unsafe.As<ulong, T>(ref word) = number;
            return word;
        }
    }
}
