using System.Numerics;
using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Values that are integers or truth values in the float Program, too, and what they can be.</content>
internal sealed partial class IntegerLowering
{
    private readonly Dictionary<int, Interval> _plainIntervals = [];

    /// <summary>Whether the step reads no real numbers, and is one that both profiles have: it stays as it is.</summary>
    private bool IsPlain(Step step) => PlainOperators.Contains(step.Operator) && !(step.Operator == "Cast" && IsToReal(step)) && ReadsIntegers(step);

    private bool ReadsIntegers(Step step) => !step.Inputs.Any(input => input != Step.Absent && (_fixed.ContainsKey(input) || IsReal(input)));

    /// <summary>An input of integers; of a type that a proof does not begin with, as real numbers that are rounded, and kept within it.</summary>
    private void EnterWhole(int index, DraftValue x, ElementType type)
    {
        if (IntegerModel.TypeOfInput(type) != ElementType.Float32)
        {
            SetPlain(index, x, OfType(IntegerModel.TypeOfInput(type)));
            return;
        }

        (long low, long high) = Limits(type);
        DraftValue cut = Emit("Clip", new Settings().Float("low", low).Float("high", high), Emit("Round", null, x));
        SetPlain(index, Emit("Cast", new Settings().Name("to", "i64"), cut), new Interval(low, high));
    }

    private void SetPlain(int output, DraftValue value, Interval interval)
    {
        _plain[output] = value;
        _plainIntervals[output] = interval;
    }

    /// <summary>A step of integers as it is; but a type that does not hold all that may come is given what is within it.</summary>
    private void Copy(Step step, int output)
    {
        if (step.Operator == "Cast" && step.Attributes["to"] == "u64")
            step = step with { Attributes = step.Attributes.SetItem("to", "i64") }; // no proof has more than its half
        if (step.Operator == "Cast" && ElementTypes.TryParse(step.Attributes["to"], out ElementType type) && type.IsInteger() && !IsWithin(PlainInterval(step.Inputs[0]), type))
        {
            (long low, long high) = Limits(type);
            DraftValue cut = Emit("Min", null, Emit("Max", null, Plain(step.Inputs[0]), Constant("lower", [low], [])), Constant("upper", [high], []));
            SetPlain(output, Emit("Cast", new Settings().Copy(step.Attributes), cut), new Interval(low, high));
            return;
        }

        DraftStep copy = _draft.AddStep(step.Operator, step.OutputCount, new Settings().Copy(step.Attributes), [.. step.Inputs.Select(input => input == Step.Absent ? null : Plain(input))]);
        for (int i = 0; i < step.OutputCount; i++)
            SetPlain(output + i, copy.Outputs[i], PlainInterval(step, i));
    }

    /// <summary>Quotients and remainders of integers; false if the step is something else.</summary>
    private bool TryDivide(Step step, int output)
    {
        if (step.Operator is not ("Div" or "Mod") || !ReadsIntegers(step))
            return false;
        (Interval x, Interval y) = (PlainInterval(step.Inputs[0]), PlainInterval(step.Inputs[1]));
        if (y.Magnitude > MostDivisor)
            throw Error("integers are divided by what may have more than 40 bits", "bound the divisor (Min, Max), or cast both to float");
        bool cutsToZero = step.Operator == "Div" || StepSettings.Integer(step, "fmod", 0) == 1;
        DraftValue divisor = IsConstant(step.Inputs[1]) ? Constant("divisor", Whole(step.Inputs[1]), _program.Constants[step.Inputs[1] - _program.Inputs.Length].Shape) : Plain(step.Inputs[1]);
        DraftValue quotient = Quotient(Plain(step.Inputs[0]), divisor, cutsToZero && x.Low.Sign < 0, y.Low.Sign <= 0);
        if (step.Operator == "Div")
            SetPlain(output, quotient, Interval.Symmetric(x.Magnitude));
        else
            SetRemainder(output, Emit("Sub", null, Plain(step.Inputs[0]), Emit("Mul", null, quotient, Plain(step.Inputs[1]))), x.Low.Sign >= 0 && y.Low.Sign > 0 ? new Interval(0, y.High - 1) : Interval.Symmetric(y.Magnitude));
        return true;
    }

    /// <summary>A remainder between bounds that it keeps anyway: a proof, to which it is a difference of two large numbers, does not know them.</summary>
    private void SetRemainder(int output, DraftValue remainder, Interval interval)
    {
        DraftValue low = Emit("Max", null, remainder, Constant("lower", [(long)interval.Low], []));
        SetPlain(output, Emit("Min", null, low, Constant("upper", [(long)interval.High], [])), interval);
    }

    /// <summary>⌊x / d⌋, or x / d cut to zero: of both the sizes, with the signs of both, where these may be negative. Whatever is divided by 0 counts as divided by 1.</summary>
    private DraftValue Quotient(DraftValue x, DraftValue d, bool isCut, bool mayTurn)
    {
        DraftValue Size(DraftValue number) => Emit("Max", null, number, Emit("Neg", null, number));
        DraftValue? turn = mayTurn ? SignOf(d) : null;
        DraftValue size = mayTurn ? Emit("Max", null, Size(d), Constant("one", [1], [])) : d;
        if (isCut)
        {
            DraftValue sign = turn is null ? SignOf(x) : Emit("Mul", null, SignOf(x), turn);
            return Emit("Mul", null, sign, FloorOf(Size(x), size));
        }

        return FloorOf(turn is null ? x : Emit("Mul", null, x, turn), size);
    }

    /// <summary>⌊x / d⌋ = ⌊((2x - d) + d) / 2d⌋, as <c>FixedDiv</c> rounds.</summary>
    private DraftValue FloorOf(DraftValue x, DraftValue d)
    {
        DraftValue numerator = Emit("Sub", null, Emit("Add", null, x, x), d);
        DraftValue twice = d.Constant is { } known ? Constant("twice", Array.ConvertAll(MemoryMarshal.Cast<byte, long>(known.Bytes.Span).ToArray(), static number => 2 * number), known.Shape) : Emit("Add", null, d, d);
        return Emit("FixedDiv", null, numerator, twice);
    }

    /// <summary>The elements of a constant of integers.</summary>
    private long[] Whole(int value)
    {
        Constant constant = _program.Constants[value - _program.Inputs.Length];
        ReadOnlySpan<byte> bytes = _constants.Read(value - _program.Inputs.Length).Span;
        return constant.Encoding switch
        {
            "i64" => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
            "i32" => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), static number => (long)number),
            "bool" => Array.ConvertAll(bytes.ToArray(), static number => (long)number),
            _ => throw Error($"a constant is of type {constant.Encoding}", "store it as int64"),
        };
    }

    /// <summary>What the integers of a value can be; anything, if nothing is known.</summary>
    private Interval PlainInterval(int value)
    {
        if (_plainIntervals.TryGetValue(value, out Interval known))
            return known;
        bool isKnown = IsConstant(value) && _program.Constants[value - _program.Inputs.Length].Encoding is "i64" or "i32" or "bool";
        return isKnown && Whole(value) is { Length: > 0 } numbers ? new Interval(numbers.Min(), numbers.Max()) : Anything;
    }

    private Interval PlainInterval(Step step, int output) => step.Operator switch
    {
        "And" or "Equal" or "Less" or "LessOrEqual" or "Not" or "Or" or "Xor" => Truth,
        "ArgMax" or "ArgMin" or "Shape" => Places,
        "TopK" when output == 1 => Places,
        "Add" => PlainInterval(step.Inputs[0]) + PlainInterval(step.Inputs[1]),
        "Sub" => PlainInterval(step.Inputs[0]) - PlainInterval(step.Inputs[1]),
        "Mul" => PlainInterval(step.Inputs[0]) * PlainInterval(step.Inputs[1]),
        "Neg" => new Interval(-PlainInterval(step.Inputs[0]).High, -PlainInterval(step.Inputs[0]).Low),
        "Where" => PlainInterval(step.Inputs[1]).Or(PlainInterval(step.Inputs[2])),
        "ReduceSum" => Anything,
        "Concat" or "Max" or "Min" => step.Inputs.Select(PlainInterval).Aggregate(static (x, y) => x.Or(y)),
        "Pad" => PlainInterval(step.Inputs[0]).Or(step.Inputs.Length > 2 && step.Inputs[2] != Step.Absent ? PlainInterval(step.Inputs[2]) : default),
        _ => PlainInterval(step.Inputs[0]),
    };

    /// <summary>What an input can be; of the wide types what a proof takes of them.</summary>
    private static Interval OfType(ElementType type) => type == ElementType.Bool ? Truth
        : type.SizeBits() >= 32 ? Interval.Symmetric(int.MaxValue)
        : Interval.Symmetric(BigInteger.One << type.SizeBits());

    private static bool IsWithin(Interval interval, ElementType type) => type.SizeBits() == 64 || (interval.Low >= Limits(type).Low && interval.High <= Limits(type).High);

    private static (long Low, long High) Limits(ElementType type) =>
        type.IsSigned() ? (-(1L << (type.SizeBits() - 1)), (1L << (type.SizeBits() - 1)) - 1) : (0, (1L << type.SizeBits()) - 1);

    private const long MostDivisor = 1L << 40; // a remainder of 41 bits is three limbs of 16; with quotients of 16 bits and more a proof can take no larger one (q d^2 below 2^124)
    private static readonly Interval Anything = Interval.Symmetric(BigInteger.One << 63);
    private static readonly Interval Truth = new(BigInteger.Zero, BigInteger.One);
    private static readonly Interval Places = new(BigInteger.Zero, int.MaxValue);

    private static readonly SortedSet<string> PlainOperators = new(StringComparer.Ordinal)
    {
        "Add", "And", "ArgMax", "ArgMin", "Cast", "Equal", "Less", "LessOrEqual", "Max", "Min", "Mul", "Neg", "Not", "Or", "ReduceMax", "ReduceMin", "ReduceSum", "Sub", "TopK", "Where", "Xor",
    };
}
