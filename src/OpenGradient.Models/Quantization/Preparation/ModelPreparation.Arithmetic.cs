using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Remainders, shifts, functions of integers, quantised values.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>The step in simpler ones; null if it is simple.</summary>
    private DraftValue? Arithmetic() => _step.Operator switch
    {
        "BitShift" => Shifted(),
        "DequantizeLinear" => Emit("Mul", null, Emit("Sub", null, Real(Input(0), 0), Grid(2)), Grid(1)),
        "Mod" when IsReal(0) => Emit("Sub", null, Input(0), Emit("Mul", null, Input(1), Cut(Emit("Div", null, Input(0), Input(1))))),
        "Equal" when IsInfinite(0) || IsInfinite(1) => Never(),
        "Pow" when IsReal(0) => Power(),
        "QuantizeLinear" => Quantized(Emit("Div", null, Input(0), Grid(1)), 2),
        "Where" => Chosen(),
        _ when _step.Inputs.Length > 0 && !IsReal(0) => OfIntegers(),
        _ => null,
    };

    private DraftValue? OfIntegers() => _step.Operator switch
    {
        "Abs" => Emit("Max", null, Input(0), Emit("Neg", null, Input(0))),
        "Pow" when TryIntegers(1) is [>= 1 and <= 64 and var power] => Enumerable.Range(1, (int)power - 1).Aggregate(Input(0), (y, _) => Emit("Mul", null, y, Input(0))),
        "Relu" => Emit("Max", null, Input(0), Longs([0], [])),
        "Sign" => Emit("Min", null, Emit("Max", null, Input(0), Longs([-1], [])), Longs([1], [])),
        _ => null,
    };

    private bool IsInfinite(int input) => Optional(input)?.Constant is { Encoding: "f32" } && KnownFloats(input) is { Length: > 0 } numbers && Array.TrueForAll(numbers, float.IsInfinity);

    /// <summary>No number of the integer Program is infinite.</summary>
    private DraftValue Never() => DraftValue.Of(new DraftConstant("never", "bool", OutputShape, new byte[Count(OutputShape.AsSpan())]));

    /// <summary>A choice that is the same in every run; null if it is not.</summary>
    private DraftValue? Chosen()
    {
        if (Input(0).Constant is not { Bytes.Length: > 0 } condition)
            return null;
        int only = !condition.Bytes.Span.Contains((byte)0) ? 1 : !condition.Bytes.Span.ContainsAnyExcept((byte)0) ? 2 : 0;
        return only != 0 && Shape(only).SequenceEqual(OutputShape) ? Input(only) : null;
    }

    /// <summary>Whole powers as products, other constant ones as they are, and e^(y · log x) where both are computed.</summary>
    private DraftValue? Power()
    {
        DraftValue x = Input(0);
        if (Input(1).Constant is { ElementCount: 1 } && IsReal(1) && KnownFloats(1)[0] is var exponent)
        {
            if (exponent == MathF.Round(exponent) && Math.Abs(exponent) is >= 1 and <= MostPower)
                return exponent < 0 ? Emit("Reciprocal", null, Whole(x, (int)-exponent)) : Whole(x, (int)exponent);
            return exponent is < 1f and not 0f ? Root(x, Math.Abs(exponent), isInverse: exponent < 0f) : null;
        }

        return Emit("Exp", null, Emit("Mul", null, Real(Input(1), 1), Emit("Log", null, x)));
    }

    /// <summary>Square roots until the rest is 1 or more: where a power rises steeply, a table would be coarse. An inverse is taken of the last root, whose numbers lie closer together.</summary>
    private DraftValue Root(DraftValue x, float exponent, bool isInverse)
    {
        if (exponent < 1f)
            return Root(Emit("Sqrt", null, x), 2 * exponent, isInverse);
        DraftValue root = isInverse ? Emit("Reciprocal", null, x) : x;
        return exponent == 1f ? root : Emit("Pow", null, root, Scalar(exponent));
    }

    private DraftValue Whole(DraftValue x, int power)
    {
        if (power == 1)
            return x;
        DraftValue half = Whole(x, power / 2);
        DraftValue square = Emit("Mul", null, half, half);
        return power % 2 == 0 ? square : Emit("Mul", null, square, x);
    }

    /// <summary>Towards zero.</summary>
    private DraftValue Cut(DraftValue x) => Emit("Where", null, Emit("Less", null, x, Scalar(0f)), Emit("Ceil", null, x), Emit("Floor", null, x));

    /// <summary>A product with, or a quotient by, a power of two.</summary>
    private DraftValue Shifted()
    {
        long[] places = TryIntegers(1) ?? throw Error("its shifts are computed", "make them constants; --constant NAME does it for an input");
        DraftValue powers = Longs([.. places.Select(static place => 1L << (int)Math.Min(place, 62))], Shape(1));
        return Emit(Name(_step, "direction", "left") == "left" ? "Mul" : "Div", null, Input(0), powers);
    }

    /// <summary>Whole numbers within the type of the zero point, as real numbers.</summary>
    private DraftValue Quantized(DraftValue x, int zero)
    {
        ElementType type = zero < _step.Inputs.Length && _step.Inputs[zero] != Step.Absent ? _sample.Type(_step.Inputs[zero])
            : ElementTypes.TryParse(Name(_step, "to", "u8"), out ElementType named) ? named : ElementType.UInt8;
        if (!type.IsInteger() || type.SizeBits() > 16)
            throw Error($"it quantises to {type.CanonicalName()}", "quantise to integers of 8 or 16 bits");
        float high = MathF.ScaleB(1f, type.IsSigned() ? type.SizeBits() - 1 : type.SizeBits()) - 1;
        float low = type.IsSigned() ? -high - 1 : 0f;
        DraftValue moved = Emit("Add", null, Emit("Round", null, x), Grid(zero));
        return Emit("Cast", new Settings().Name("to", "i64"), Emit("Clip", new Settings().Float("low", low).Float("high", high), moved));
    }

    private DraftValue Real(DraftValue x, int input) => IsReal(input) ? x : Emit("Cast", new Settings().Name("to", "f32"), x);

    /// <summary>A scale or zero point, one or one for each index of the axis, as a constant that broadcasts to the input.</summary>
    private DraftValue Grid(int input)
    {
        if (Optional(input) is not { } value)
            return Scalar(0f);
        if (Integer(_step, "block", 0) != 0)
            throw Error("it has scales for blocks", "give it one scale, or one for each index of an axis");
        ImmutableArray<long> shape = Shape(0);
        int axis = AxisOf("axis", 1, shape.Length);
        DraftValue numbers = Real(value, input);
        return Count(Shape(input).AsSpan()) == 1 ? Reshape(numbers) : Reshape(numbers, [shape[axis], .. Enumerable.Repeat(1L, shape.Length - axis - 1)]);
    }

    private const int MostPower = 64; // six squarings; larger powers of anything but 1 leave the range of what integers of 62 bits hold beside each other
}
