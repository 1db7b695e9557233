using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The constant operands of a fixed-point product: weights widened to 16 bits, the bias, and how long sums may stay in 32 bits.</summary>
internal sealed class FixedWeights
{
    private FixedWeights(int[] shape, short[] elements, long[] bias)
    {
        Shape = shape;
        Elements = elements;
        Bias = bias;
        BlockPairs = PairProduct.BlockPairs(PairProduct.Largest(elements));
    }

    /// <summary>The shape of the weights; outputs first.</summary>
    public int[] Shape { get; }

    /// <summary>The weights, row-major.</summary>
    public short[] Elements { get; }

    /// <summary>One number for each output; empty if there is none.</summary>
    public long[] Bias { get; }

    /// <summary>See <see cref="PairProduct"/>.</summary>
    public int BlockPairs { get; }

    /// <summary>Takes inputs 1 and 2 of the step.</summary>
    public static FixedWeights Take(StepBinding binding, int minRank, int maxRank)
    {
        Value weights = binding.TakeConstant(1) ?? throw binding.Error("the weights must be a constant");
        if (weights.Rank < minRank || weights.Rank > maxRank)
            throw binding.Error($"the weights have {weights.Rank} dimensions");
        return new FixedWeights(weights.Shape, Widen(binding, weights), TakeBias(binding, weights.Shape[0]));
    }

    /// <summary>Adds the bias of each output to its run of elements.</summary>
    public void AddBias(Span<long> y, int runLength)
    {
        if (Bias.Length == 0)
            return;
        for (int i = 0; i < y.Length; i++)
            y[i] = checked(y[i] + Bias[i / runLength % Bias.Length]);
    }

    private static short[] Widen(StepBinding binding, Value weights)
    {
        short[] elements = weights.Type switch
        {
            ElementType.Int8 => Array.ConvertAll(weights.Words<sbyte>().ToArray(), static element => (short)element),
            ElementType.Int16 => weights.Words<short>().ToArray(),
            _ => throw binding.Error($"the weights must be i8 or i16, not {weights.Type.CanonicalName()}"),
        };
        return elements.Contains(short.MinValue) ? throw binding.Error("a weight is -32768; the range begins at -32767") : elements;
    }

    private static long[] TakeBias(StepBinding binding, int outputCount)
    {
        if (!binding.Has(2))
            return [];
        Value bias = binding.TakeConstant(2) ?? throw binding.Error("the bias must be a constant");
        return bias.Type == ElementType.Int64 && bias.Rank == 1 && bias.ElementCount == outputCount
            ? bias.Longs.ToArray()
            : throw binding.Error($"the bias must be i64[{outputCount}], not {bias.Type.CanonicalName()}{Interpreter.Shapes.Describe(bias.Shape)}");
    }
}
