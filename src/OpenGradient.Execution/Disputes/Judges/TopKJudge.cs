using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>TopK</c>: the element of a rank by its digits, the highest first: each pass over the line counts how many elements have which digit.</summary>
/// <remarks>
/// An element's key is a whole number in the order of sorting. The digits have four bits; a pass keeps 16 counts of the elements whose higher digits are
/// those found so far, and ends with the digit that the rank falls to and the rank among those. One more pass finds the place among equal ones.
/// </remarks>
internal sealed class TopKJudge : IJudge
{
    private const int DigitBits = 4;
    private const int DigitCount = 1 << DigitBits;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] shape = [.. step.Input(0).Shape];
        shape[Axis(step)] = checked((int)step.Integers(1)[0]);
        return new ValueHeader(output == 0 ? step.Input(0).Type : ElementType.Int64, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, int axis) = (step.Input(0), Axis(step));
        (_, int stride, long rank) = Position.Line([.. step.OutputHeader.Shape.Select(static size => (int)size)], axis, element);
        int size = x.Shape[axis];
        long first = (element / stride / step.OutputHeader.Shape[axis] * stride * size) + (element % stride);
        int width = 8 * x.Type.SizeBytes();
        bool isLargest = step.Attributes.Flag("largest", true);
        ulong Key(long at) => SortKey(x.Type, x.Bits(first + (at * stride)), width) ^ (isLargest ? ulong.MaxValue >> (64 - width) : 0);
        int passes = width / DigitBits;
        Phase[] phases = [.. Enumerable.Range(0, passes).Select(pass => Pass(size, pass, width, rank, Key))];
        Phase place = Equal(size, passes, Key);
        return new Derivation([.. phases, place], results => output == 1 ? results[^1] : x.Bits(first + ((long)results[^1] * stride)));
    }

    private static int Axis(JudgedStep step) => step.Axis(step.Attributes.Integer("axis", -1), step.Input(0).Shape.Length);

    /// <summary>A result holds a digit in its low bits, above it the rank among the elements that share the digits so far.</summary>
    private static Phase Pass(long size, int pass, int width, long rank, Func<long, ulong> key) => new(
        size,
        [.. new ulong[DigitCount]],
        (at, results, lanes) =>
        {
            ulong digits = key(at) >> (width - (DigitBits * (pass + 1)));
            if (digits >> DigitBits == Prefix(results, pass))
                lanes[digits % DigitCount]++;
        },
        (ImmutableArray<ulong> results, ulong[] lanes) =>
        {
            ulong left = pass == 0 ? (ulong)rank : results[pass - 1] >> DigitBits;
            int digit = 0;
            while (digit < DigitCount - 1 && left >= lanes[digit])
                left -= lanes[digit++];
            return (left << DigitBits) | (uint)digit;
        });

    private static Phase Equal(long size, int passes, Func<long, ulong> key) => new(
        size,
        [0, 0],
        (at, results, lanes) =>
        {
            if (key(at) != Prefix(results, passes))
                return;
            if (lanes[0] == results[passes - 1] >> DigitBits)
                lanes[1] = (ulong)at;
            lanes[0]++;
        },
        static lanes => lanes[1]);

    private static ulong Prefix(IEnumerable<ulong> results, int count) => results.Take(count).Aggregate(0UL, static (prefix, result) => (prefix << DigitBits) | (result % DigitCount));

    /// <summary>A whole number in the order of sorting: -0 as +0, NaN above all.</summary>
    private static ulong SortKey(ElementType type, ulong bits, int width)
    {
        ulong sign = 1UL << (width - 1);
        if (type is not (ElementType.Float32 or ElementType.Float64))
            return type.IsSigned() ? bits ^ sign : bits;
        if (bits == sign)
            bits = 0;
        return (bits & sign) != 0 ? ~bits & (ulong.MaxValue >> (64 - width)) : bits | sign;
    }
}
