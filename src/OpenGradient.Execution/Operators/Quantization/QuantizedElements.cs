using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Between the elements of quantised values and numbers to compute with.</summary>
internal static class QuantizedElements
{
    /// <summary>An input of floats as binary32, widened if it is narrower; an <c>i32</c> one rounded.</summary>
    public static ReadOnlySpan<float> Floats(StepRun run, int input)
    {
        Value value = run.Input(input);
        if (value.Type == ElementType.Float32)
            return value.Floats;
        if (!value.Type.IsNarrowFloat() && value.Type != ElementType.Int32)
            throw run.Error($"input {input} must be f32 or narrower, not {value.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        Span<float> wide = run.Scratch<float>(value.ElementCount);
        Conversion.Run(value.Type, value.Bytes, ElementType.Float32, MemoryMarshal.AsBytes(wide), CastRule.Default);
        return wide;
    }

    /// <summary>The integers of an optional input; empty if it is not given.</summary>
    public static ReadOnlySpan<int> Integers(StepRun run, int input, ElementType type)
    {
        if (!run.Has(input))
            return default;
        Value value = run.Input(input, type);
        Span<int> integers = run.Scratch<int>(value.ElementCount);
        Widen(value, integers);
        return integers;
    }

    /// <summary>All integers of a value of at most 32 bits.</summary>
    public static void Widen(Value value, Span<int> integers)
    {
        Span<long> block = stackalloc long[Conversion.BlockElements];
        int size = value.Type.SizeBytes();
        for (int start = 0; start < integers.Length; start += block.Length)
        {
            Span<long> own = block[..Math.Min(block.Length, integers.Length - start)];
            ElementReader.Integers(value.Type, value.Bytes.Slice(start * size, own.Length * size), own);
            for (int i = 0; i < own.Length; i++)
                integers[start + i] = unchecked((int)own[i]);
        }
    }

    /// <summary>Writes clipped quotients plus their zero points; a quotient that is NaN is 0.</summary>
    public static void Write(ReadOnlySpan<float> quotients, ReadOnlySpan<int> zeros, Value y, int start)
    {
        if (y.Type.SizeBytes() == 1)
        {
            Span<byte> bytes = y.Bytes.Slice(start, quotients.Length);
            WriteBytes(quotients, zeros, bytes);
            if (y.Type.SizeBits() < 8)
                CanonicalForm.Apply(y.Type, bytes);
            return;
        }

        Span<ushort> words = y.WritableWords<ushort>().Slice(start, quotients.Length);
        for (int i = 0; i < words.Length; i++)
            words[i] = unchecked((ushort)((int)quotients[i] + Zero(zeros, i)));
    }

    private static void WriteBytes(ReadOnlySpan<float> quotients, ReadOnlySpan<int> zeros, Span<byte> bytes)
    {
        if (zeros.Length > 1)
        {
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = unchecked((byte)((int)quotients[i] + zeros[i]));
            return;
        }

        int zero = Zero(zeros, 0);
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = unchecked((byte)((int)quotients[i] + zero));
    }

    /// <summary>Requantises a stretch to another type than bytes: see <see cref="RequantizeKernel"/>.</summary>
    public static void Requantize(ReadOnlySpan<int> x, Requantization requantization, Value y, int start)
    {
        Span<float> buffer = stackalloc float[256];
        for (int done = 0; done < x.Length; done += buffer.Length)
        {
            Span<float> part = buffer[..Math.Min(buffer.Length, x.Length - done)];
            for (int i = 0; i < part.Length; i++)
            {
                float factor = requantization.LaneFactors.IsEmpty ? requantization.RowFactor(0) : requantization.LaneFactors[done + i];
                int bias = requantization.LaneBiases.IsEmpty ? requantization.RowBias(0) : requantization.LaneBiases[done + i];
                part[i] = new Requantized(factor, requantization.Low, requantization.High).Apply(unchecked(x[done + i] + bias));
            }

            Write(part, [requantization.Zero], y, start + done);
        }
    }

    /// <summary>The zero point of element i of a stretch: none, one for all, or one for each.</summary>
    public static int Zero(ReadOnlySpan<int> zeros, int i) => zeros.Length switch
    {
        0 => 0,
        1 => zeros[0],
        _ => zeros[i],
    };
}
