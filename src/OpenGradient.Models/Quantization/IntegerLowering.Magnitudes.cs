using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Numbers of many magnitudes: logarithms of them, powers that become them, and who tells them apart by their ratio.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>log x. Where one table would be coarse at the small end: of the 2^k-th root of x, whose numbers lie closer together.</summary>
    private FixedValue Logarithm(int value, int output)
    {
        ValueRange seen = RangeOf(value);
        double outputScale = NarrowScale(output);
        FixedValue x = Bounded(Uniform(Fixed(value)), seen);
        double least = seen.Low > 0 ? seen.Low : x.Scale;
        return x.WorstCase / IndexLimit / 2 / least <= MostLogarithmSteps * outputScale
            ? ApplyTable(Fixed(value), seen, static x => x.Sign > 0 ? ExactFunctions.Log(x) : LogarithmOfNothing, outputScale)
            : LogarithmOfRoot(x, seen, outputScale);
    }

    private FixedValue LogarithmOfRoot(FixedValue x, ValueRange seen, double outputScale)
    {
        FixedValue root = Coarse(AtLeastOne(NotTooSmall(x, seen)), WideRootBits);
        int depth = 0;
        do
        {
            root = RootOf(root);
            depth++;
        }
        while (depth < MostRoots && Math.ScaleB((double)(root.Interval.High - root.Interval.Low) / (4 * IndexLimit) / (double)root.Interval.Low, depth) > outputScale / 2);

        BigInteger middle = (root.Interval.Low + root.Interval.High) >> 1;
        BigInteger offset = new ExactScale(root.Scale).ToReal((long)middle);
        var moved = FixedValue.Uniform(Emit("Sub", null, root.Value, Constant("middle", [(long)middle], [])), false, root.Scale, new Interval(root.Interval.Low - middle, root.Interval.High - middle));
        return ApplyTable(moved, new ValueRange(-moved.WorstCase, moved.WorstCase, seen.Shape), x => x + offset is { Sign: > 0 } whole ? ExactFunctions.Log(whole) << depth : LogarithmOfNothing, outputScale);
    }

    private FixedValue AtLeastOne(FixedValue x) => x.Interval.Low >= 1
        ? x
        : x with { Value = Emit("Max", null, x.Value, Constant("one", [1], [])), Intervals = [new Interval(BigInteger.One, BigInteger.Max(BigInteger.One, x.Interval.High))] };

    /// <summary>√x, of x times as large a power of four as leaves it <see cref="WideRootBits"/>.</summary>
    private FixedValue RootOf(FixedValue x)
    {
        int shift = (WideRootBits - (int)x.Interval.High.GetBitLength()) & ~1;
        var roots = new Interval(FloorRoot(x.Interval.Low << shift), FloorRoot(x.Interval.High << shift));
        return FixedValue.Uniform(Emit("FixedSqrt", new Settings().Integer("shift", shift), x.Value), false, Math.Sqrt(x.Scale * Math.ScaleB(1, -shift)), roots);
    }

    /// <summary>e^x: over what its entries can tell from nothing and from their largest, if that is much less than twice what was seen; with 31 bits for each, if the powers are of many magnitudes and somebody takes their ratios.</summary>
    private FixedValue Exponential(Step step, int output)
    {
        int value = step.Inputs[0];
        ValueRange seen = RangeOf(value);
        bool isFine = RangeOf(output) is { Low: > 0 } powers && powers.High >= powers.Low * ManyMagnitudes && IsTakenByRatio(output);
        int bits = isFine ? FineEntryBits : NarrowBits;
        double outputScale = RangeOf(output).Magnitude * Headroom / (Math.ScaleB(1, bits) - 1);
        double high = seen.High + LogHeadroom, low = seen.High - ((bits + 1) * LogTwo);
        FixedValue x = Wide(Fixed(value));
        double reach = IsNear(x, seen) ? x.WorstCase : seen.Magnitude * ClampFactor;
        if ((high - low) * LeastNarrowing > 2 * reach)
            return isFine ? ApplyTable(x, seen, ExactFunctions.Exp, outputScale, bits) : ApplyTable(Fixed(value), TableFunctions.Near(step, seen, RangeOf(output).Magnitude), ExactFunctions.Exp, outputScale);

        x = Comparable(Uniform(x));
        var (least, most) = ((long)Math.Floor(low / x.Scale), (long)Math.Ceiling(high / x.Scale));
        long middle = (least + most) / 2;
        DraftValue kept = Emit("Max", null, Emit("Min", null, x.Value, Constant(BoundNames.High, [most], [])), Constant(BoundNames.Harmless, [least], []));
        var moved = FixedValue.Uniform(Emit("Sub", null, kept, Constant("middle", [middle], [])), false, x.Scale, new Interval(least - middle, most - middle));
        BigInteger offset = new ExactScale(x.Scale).ToReal(middle);
        return ApplyTable(moved, new ValueRange(-moved.WorstCase, moved.WorstCase, seen.Shape), x => ExactFunctions.Exp(x + offset), outputScale, bits);
    }

    /// <summary>|x| and max(x, 0) without a table, which would leave small numbers few bits, where somebody takes their ratios; null elsewhere.</summary>
    private FixedValue? Folded(Step step, int output)
    {
        if (step.Operator is not ("Abs" or "Relu") || !IsTakenByRatio(output))
            return null;
        FixedValue x = Comparable(Uniform(Fixed(step.Inputs[0])));
        return step.Operator == "Abs"
            ? x with { Value = Emit("Max", null, x.Value, Emit("Neg", null, x.Value)), Intervals = [Interval.Symmetric(x.Interval.Magnitude)] } // a proof does not know that it is not negative
            : x with { Value = Emit("Max", null, x.Value, Constant("zero", [0], [])), Intervals = [new Interval(BigInteger.Max(BigInteger.Zero, x.Interval.Low), BigInteger.Max(BigInteger.Zero, x.Interval.High))] };
    }

    /// <summary>Whether a value, moved about, folded or added up at most, is what a logarithm, a root, a power or a quotient is taken of: to these, small numbers are as good as large ones.</summary>
    private bool IsTakenByRatio(int value) => Comes(value, static step => step.Operator is "Div" or "Log" or "Pow" or "Reciprocal" or "Sqrt",
        static step => Moves.Contains(step.Operator) || step.Operator is "Abs" or "Add" or "Mul" or "ReduceMean" or "ReduceSum" or "Relu" or "Sub");

    /// <summary>Whether a value comes to such a step, by itself or as what steps of another kind make of it.</summary>
    private bool Comes(int value, Func<Step, bool> isThere, Func<Step, bool> passes)
    {
        var same = new HashSet<int> { value };
        int output = _program.Inputs.Length + _program.Constants.Length;
        foreach (Step step in _program.Steps)
        {
            bool isRead = step.Inputs.Any(same.Contains);
            if (isRead && isThere(step))
                return true;
            if (isRead && passes(step))
                same.UnionWith(Enumerable.Range(output, step.OutputCount));
            output += step.OutputCount;
        }

        return false;
    }

    /// <summary>Whether what was seen is positive, and the largest a thousand times the least or more.</summary>
    private static bool IsOfManyMagnitudes(ValueRange seen) => seen.Low > 0 && seen.High >= seen.Low * ManyMagnitudes;

    /// <summary>⌊√x⌋.</summary>
    private static BigInteger FloorRoot(BigInteger x) => ExactFunctions.Sqrt(x << ExactFunctions.FractionBits) >> ExactFunctions.FractionBits;

    private static readonly BigInteger LogarithmOfNothing = -64 * ExactFunctions.One; // what is not positive has none: as good as -∞ beside every other
    private const double LogTwo = 0.6931471805599453;
    private const double LogHeadroom = 0.06062462181643484; // of Headroom: libm differs between systems
    private const double ManyMagnitudes = 1 << 10; // beyond it the 15 bits of an entry leave the least fewer than five
    private const double MostLogarithmSteps = 2; // error of a single table, in steps of the output, from which roots pay: each costs a proof about six columns
    private const int MostRoots = 6; // (2^60)^(1/64) < 2: from there on another root brings its numbers no closer together
    private const int WideRootBits = 58; // of a square, so that the root has 29, and a square with what a proof adds to its bounds stays below 2^62
    private const int NarrowBits = 15; // of an i16, without its sign
    public const int FineEntryBits = 30; // as many as CoarseBits, so that whoever takes these powers need not round them
    private const double LeastNarrowing = 1.5; // a narrower domain costs bounds, so it has to win more than half a bit
}
