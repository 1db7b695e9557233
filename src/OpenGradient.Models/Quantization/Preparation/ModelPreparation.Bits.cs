using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Integers bit by bit.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>Σ 2^i f(x_i, y_i) over the bits of both, the highest one of a signed type less than 0.</summary>
    private DraftValue Bitwise()
    {
        ElementType type = _sample.Type(_step.Inputs[0]);
        int bits = Math.Min(type.SizeBits(), 32); // what a proof takes of wider types fits into them
        DraftValue[] x = Bits(Input(0), bits, type), y = Bits(Input(1), bits, type);
        DraftValue? sum = null;
        for (int bit = 0; bit < bits; bit++)
        {
            DraftValue made = Emit("Cast", new Settings().Name("to", "i64"), Emit(_step.Operator["Bitwise".Length..], null, x[bit], y[bit]));
            DraftValue part = Emit("Mul", null, made, Longs([bit == bits - 1 && type.IsSigned() ? -(1L << bit) : 1L << bit], []));
            sum = sum is null ? part : Emit("Add", null, sum, part);
        }

        return sum!;
    }

    /// <summary>All ones less the number: of a signed type -1.</summary>
    private DraftValue BitwiseNot()
    {
        ElementType type = _sample.Type(_step.Inputs[0]);
        return Emit("Sub", null, Longs([type.IsSigned() ? -1 : (1L << type.SizeBits()) - 1], []), Input(0));
    }

    /// <summary>Whether each bit is set, from the lowest on; of a negative number those of its two's complement.</summary>
    private DraftValue[] Bits(DraftValue x, int count, ElementType type)
    {
        DraftValue left = type.IsSigned() ? Emit("Where", null, Emit("Less", null, x, Longs([0], [])), Emit("Add", null, x, Longs([1L << count], [])), x) : x;
        var bits = new DraftValue[count];
        for (int bit = 0; bit < count; bit++)
        {
            DraftValue half = Emit("Div", null, left, Longs([2], []));
            bits[bit] = Emit("Less", null, Emit("Add", null, half, half), left);
            left = half;
        }

        return bits;
    }
}
