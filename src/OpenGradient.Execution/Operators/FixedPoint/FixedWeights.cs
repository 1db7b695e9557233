using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The constant operands of a fixed-point product: weights widened to 16 bits, the bias, and how far sums can go.</summary>
internal sealed class FixedWeights
{
    private readonly long[] _bias;
    private readonly Int128[] _magnitudes; // of the sums of each output, whatever the input; without the bias

    private FixedWeights(int[] shape, short[] elements, long[] bias)
    {
        Shape = shape;
        Elements = elements;
        _bias = bias;
        _magnitudes = new Int128[shape[0]];
        for (int output = 0; output < shape[0]; output++)
        {
            foreach (short weight in elements.AsSpan(output * (elements.Length / shape[0]), elements.Length / shape[0]))
                _magnitudes[output] += 32_768 * Math.Abs((int)weight);
        }
    }

    /// <summary>The shape of the weights; outputs first.</summary>
    public int[] Shape { get; }

    /// <summary>The weights, row-major.</summary>
    public short[] Elements { get; }

    /// <summary>How many outputs there are.</summary>
    public int OutputCount => Shape[0];

    /// <summary>The axis of the outputs in what is made, counted from the end: the last of a matrix product, the one before the windows' of a convolution.</summary>
    public int OutputAxis => Shape.Length == 2 ? -1 : 1 - Shape.Length;

    /// <summary>Takes inputs 1 and 2 of the step.</summary>
    public static FixedWeights Take(StepBinding binding, int minRank, int maxRank)
    {
        Value weights = binding.TakeConstant(1) ?? throw binding.Error("the weights must be a constant");
        if (weights.Rank < minRank || weights.Rank > maxRank)
            throw binding.Error($"the weights have {weights.Rank} dimensions");
        return new FixedWeights(weights.Shape, Widen(binding, weights), TakeBias(binding, weights.Shape[0]));
    }

    /// <summary>What becomes of the sums: the bias (and that of a stage), bounds, a new scale; null if that cannot be shown to be safe.</summary>
    public FixedEpilogue? Epilogue(FixedStage[] stages, int shift, FixedTable? table)
    {
        for (int output = 0; output < stages.Length && _bias.Length > 0; output++)
        {
            Int128 bias = (Int128)stages[output].Bias + _bias[output];
            if (bias < long.MinValue || bias > long.MaxValue)
                return null;
            stages[output] = stages[output] with { Bias = (long)bias };
        }

        return FixedEpilogue.TryCreate(stages, _magnitudes, shift, table);
    }

    /// <summary>The bias alone.</summary>
    public FixedEpilogue? Epilogue()
    {
        var stages = new FixedStage[OutputCount];
        Array.Fill(stages, new FixedStage(0, long.MaxValue, long.MinValue, 1));
        return Epilogue(stages, shift: 0, table: null);
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
