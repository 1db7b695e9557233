using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = saturate(round((x + bias) · factor) + zero): accumulators as quantised elements. Inputs: x (<c>i32</c>), factor, zero?, bias?.</summary>
/// <remarks>
/// Factor: one, or [n] along <c>axis</c>; bias (<c>i32</c>): as many as factors, or as long as the axis. zero: one; the type of y is its type, without it
/// <c>to</c>. The sum wraps, is rounded to binary32 and multiplied, rounded. With <c>relu</c> 1 y is at least the zero point.
/// </remarks>
internal sealed class RequantizeOperation(int axis, ElementType target, bool isRelu) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Requantize", 2, 4, 1, static binding => new RequantizeOperation(
        binding.Attributes.Integer("axis", 1), binding.Attributes.Type("to", ElementType.UInt8), binding.Attributes.Flag("relu", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int32);
        ReadOnlySpan<float> factors = run.Input(1, ElementType.Float32).Floats;
        ElementType type = run.Has(2) ? run.Input(2).Type : target;
        ReadOnlySpan<int> zeros = QuantizedElements.Integers(run, 2, type);
        ReadOnlySpan<int> biases = run.Has(3) ? run.Input(3, ElementType.Int32).Ints : default;
        if (QuantizedRange.Of(type) is not { } range)
            throw run.Error($"cannot quantise to {type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        int longest = Math.Max(factors.Length, biases.Length);
        bool fits = zeros.Length <= 1 && (factors.Length == 1 || factors.Length == longest) && (biases.Length <= 1 || biases.Length == longest);
        if (!fits || (run.Has(2) && zeros.Length == 0) || (run.Has(3) && biases.Length == 0))
            throw run.Error("factors, biases and zero point do not fit each other");
        QuantizedRuns runs = QuantizedRuns.Over(run, x, [longest], axis, 0);
        Value y = run.Output(0, type, x.Shape);
        int zero = QuantizedElements.Zero(zeros, 0);
        Fill(x.Ints, y, runs, factors, biases, zeros, isRelu ? 0 : range.Low - zero, range.High - zero);
    }

    private static void Fill(
        ReadOnlySpan<int> x, Value y, QuantizedRuns runs, ReadOnlySpan<float> factors, ReadOnlySpan<int> biases, ReadOnlySpan<int> zeros, int low, int high)
    {
        Span<float> buffer = stackalloc float[256];
        while (runs.Next())
        {
            for (int done = 0; done < runs.Length; done += buffer.Length)
            {
                Span<float> part = buffer[..Math.Min(buffer.Length, runs.Length - done)];
                int first = runs.Scale + (runs.HasManyScales ? done : 0);
                ReadOnlySpan<int> source = x.Slice(runs.Start + done, part.Length);
                if (biases.Length > 1 && runs.HasManyScales)
                    AddEach(source, biases.Slice(first, part.Length), part);
                else
                    AddOne(source, biases.IsEmpty ? 0 : biases[biases.Length == 1 ? 0 : first], part);
                if (runs.HasManyScales && factors.Length > 1)
                    RequantizeEach(part, factors.Slice(first, part.Length), low, high);
                else
                    Kernels.Elementwise.Map(new Requantized(factors[factors.Length == 1 ? 0 : first], low, high), part, part);
                QuantizedElements.Write(part, zeros, y, runs.Start + done);
            }
        }
    }

    private static void AddEach(ReadOnlySpan<int> x, ReadOnlySpan<int> biases, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = unchecked(x[i] + biases[i]);
    }

    private static void AddOne(ReadOnlySpan<int> x, int bias, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = unchecked(x[i] + bias);
    }

    private static void RequantizeEach(Span<float> x, ReadOnlySpan<float> factors, int low, int high)
    {
        Kernels.Elementwise.Map(default(Mul), x, factors, x);
        Kernels.Elementwise.Map(new Requantized(1f, low, high), x, x);
    }
}
