using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = saturate(round(x / scale) + zero). Inputs: x, scale, zero?. The type of y is that of zero, without it <c>to</c>.</summary>
/// <remarks>
/// Scale and zero: one for all, [n] along <c>axis</c>, or, with <c>block</c>, one for so many neighbours along it. To a float of 8 or 4 bits: the quotient,
/// cast; zero must be 0. NaN gives the zero point.
/// </remarks>
internal sealed class QuantizeLinearOperation(int axis, int block, ElementType target, bool saturates) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("QuantizeLinear", 2, 3, 1, static binding => new QuantizeLinearOperation(
        binding.Attributes.Integer("axis", 1),
        Block(binding),
        binding.Attributes.Type("to", ElementType.UInt8),
        binding.Attributes.Flag("saturate", true)));

    /// <summary>The attribute <c>block</c>.</summary>
    public static int Block(StepBinding binding)
    {
        int block = binding.Attributes.Integer("block", 0);
        return block >= 0 ? block : throw binding.Error($"blocks of {block} cannot be");
    }

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value scale = run.Input(1);
        ElementType type = run.Has(2) ? run.Input(2).Type : target;
        if (run.Has(2) && run.Input(2).ElementCount != scale.ElementCount)
            throw run.Error("there must be as many zero points as scales");
        QuantizedRuns runs = QuantizedRuns.Over(run, x, scale.Shape, axis, block);
        ReadOnlySpan<float> numbers = QuantizedElements.Floats(run, 0);
        ReadOnlySpan<float> scales = QuantizedElements.Floats(run, 1);
        if (QuantizedRange.Of(type) is { } range)
            ToIntegers(run, run.Output(0, type, x.Shape), runs, numbers, scales, QuantizedElements.Integers(run, 2, type), range);
        else if (type.IsNarrowFloat())
            ToFloats(run, type, runs, numbers, scales);
        else
            throw run.Error($"cannot quantise to {type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private static void ToIntegers(
        StepRun run, Value y, QuantizedRuns runs, ReadOnlySpan<float> x, ReadOnlySpan<float> scales, ReadOnlySpan<int> zeros, QuantizedRange range)
    {
        Span<float> buffer = stackalloc float[256];
        while (runs.Next())
        {
            if (y.Type.SizeBits() == 8 && !runs.HasManyScales)
            {
                int zero = zeros.IsEmpty ? 0 : zeros[runs.Scale];
                ByteQuantization.Quantize(
                    x.Slice(runs.Start, runs.Length), y.Bytes.Slice(runs.Start, runs.Length), scales[runs.Scale], range.Low - zero, range.High - zero, zero, run.Workers);
                continue;
            }

            for (int done = 0; done < runs.Length; done += buffer.Length)
            {
                Span<float> part = buffer[..Math.Min(buffer.Length, runs.Length - done)];
                ReadOnlySpan<float> source = x.Slice(runs.Start + done, part.Length);
                int first = runs.Scale + (runs.HasManyScales ? done : 0);
                ReadOnlySpan<int> own = zeros.IsEmpty ? zeros : zeros.Slice(first, runs.HasManyScales ? part.Length : 1);
                if (runs.HasManyScales)
                    QuantizeEach(source, scales.Slice(first, part.Length), own, range, part);
                else
                    Kernels.Elementwise.Map(new Quantized(scales[first], range.Low - QuantizedElements.Zero(own, 0), range.High - QuantizedElements.Zero(own, 0)), source, part);
                QuantizedElements.Write(part, own, y, runs.Start + done);
            }
        }
    }

    private static void QuantizeEach(ReadOnlySpan<float> x, ReadOnlySpan<float> scales, ReadOnlySpan<int> zeros, QuantizedRange range, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = new Quantized(scales[i], range.Low - QuantizedElements.Zero(zeros, i), range.High - QuantizedElements.Zero(zeros, i)).Apply(x[i]);
    }

    private void ToFloats(StepRun run, ElementType type, QuantizedRuns runs, ReadOnlySpan<float> x, ReadOnlySpan<float> scales)
    {
        if (run.Has(2) && run.Input(2).Bytes.ContainsAnyExcept((byte)0))
            throw run.Error("the zero point of a float must be 0");
        Value y = run.Output(0, type, run.Input(0).Shape);
        Span<float> quotients = run.Scratch<float>(x.Length);
        while (runs.Next())
            Kernels.Elementwise.Map(default(Div), x.Slice(runs.Start, runs.Length), scales.Slice(runs.Scale, runs.HasManyScales ? runs.Length : 1), quotients.Slice(runs.Start, runs.Length));
        Conversion.Run(ElementType.Float32, MemoryMarshal.AsBytes(quotients), type, y.Bytes, CastRule.Default with { Saturates = saturates });
    }
}
