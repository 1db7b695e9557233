using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = (x - zero) · scale. Inputs: x, scale, zero?. The type of y is <c>to</c>, without it that of the scale.</summary>
/// <remarks>
/// Scale and zero as for <see cref="QuantizeLinearOperation"/>. The difference of integers is exact, then rounded to binary32; a float x is widened, and its
/// zero must be 0. The product is rounded to binary32 and from there to the type of y.
/// </remarks>
internal sealed class DequantizeLinearOperation(int axis, int block, ElementType? target) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("DequantizeLinear", 2, 3, 1, static binding => new DequantizeLinearOperation(
        binding.Attributes.Integer("axis", 1),
        QuantizeLinearOperation.Block(binding),
        binding.Attributes.Name("to", "").Length == 0 ? null : binding.Attributes.Type("to", ElementType.Float32)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value scale = run.Input(1);
        ElementType type = target ?? scale.Type;
        if (type != ElementType.Float32 && !type.IsNarrowFloat())
            throw run.Error($"cannot make {type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        if (run.Has(2) && run.Input(2, x.Type).ElementCount != scale.ElementCount)
            throw run.Error("there must be as many zero points as scales");
        QuantizedRuns runs = QuantizedRuns.Over(run, x, scale.Shape, axis, block);
        ReadOnlySpan<float> scales = QuantizedElements.Floats(run, 1);
        Value y = run.Output(0, type, x.Shape);
        Span<float> numbers = type == ElementType.Float32 ? y.Floats : run.Scratch<float>(x.ElementCount);
        if (x.Type is ElementType.UInt8 or ElementType.Int8 && !runs.HasManyScales)
            FromBytes(run, x, runs, scales, numbers);
        else
            FromOthers(run, x, runs, scales, numbers);
        if (type != ElementType.Float32)
            Conversion.Run(ElementType.Float32, MemoryMarshal.AsBytes(numbers), type, y.Bytes, CastRule.Default);
    }

    private static void FromBytes(StepRun run, Value x, QuantizedRuns runs, ReadOnlySpan<float> scales, Span<float> y)
    {
        ReadOnlySpan<int> zeros = QuantizedElements.Integers(run, 2, x.Type);
        bool isSigned = x.Type == ElementType.Int8;
        while (runs.Next())
        {
            int zero = zeros.IsEmpty ? 0 : zeros[runs.Scale];
            ByteQuantization.Dequantize(x.Bytes.Slice(runs.Start, runs.Length), isSigned, zero, scales[runs.Scale], y.Slice(runs.Start, runs.Length), run.Workers);
        }
    }

    private static void FromOthers(StepRun run, Value x, QuantizedRuns runs, ReadOnlySpan<float> scales, Span<float> numbers)
    {
        Differences(run, x, runs, numbers);
        while (runs.Next())
        {
            Span<float> part = numbers.Slice(runs.Start, runs.Length);
            Kernels.Elementwise.Map(default(Mul), part, scales.Slice(runs.Scale, runs.HasManyScales ? runs.Length : 1), part);
        }
    }

    /// <summary>x - zero, for the stretches yet to come.</summary>
    private static void Differences(StepRun run, Value x, QuantizedRuns runs, Span<float> y)
    {
        if (x.Type.IsNarrowFloat())
        {
            if (run.Has(2) && run.Input(2).Bytes.ContainsAnyExcept((byte)0))
                throw run.Error("the zero point of a float must be 0");
            QuantizedElements.Floats(run, 0).CopyTo(y);
            return;
        }

        if (QuantizedRange.Of(x.Type) is null && x.Type != ElementType.Int32)
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        ReadOnlySpan<int> zeros = QuantizedElements.Integers(run, 2, x.Type);
        Span<long> block = stackalloc long[Conversion.BlockElements];
        int size = x.Type.SizeBytes();
        while (runs.Next())
        {
            for (int done = 0; done < runs.Length; done += block.Length)
            {
                Span<long> own = block[..Math.Min(block.Length, runs.Length - done)];
                ElementReader.Integers(x.Type, x.Bytes.Slice((runs.Start + done) * size, own.Length * size), own);
                Span<float> part = y.Slice(runs.Start + done, own.Length);
                int first = runs.Scale + (runs.HasManyScales ? done : 0);
                ReadOnlySpan<int> zero = zeros.IsEmpty ? zeros : zeros.Slice(first, runs.HasManyScales ? own.Length : 1);
                for (int i = 0; i < part.Length; i++)
                    part[i] = own[i] - QuantizedElements.Zero(zero, i);
            }
        }
    }
}
