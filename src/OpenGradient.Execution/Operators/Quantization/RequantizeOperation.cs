using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = saturate(round((x + bias) · factor) + zero): accumulators as quantised elements. Inputs: x (<c>i32</c>), factor, zero?, bias?.</summary>
/// <remarks>
/// Factor: one, or [n] along <c>axis</c>; bias (<c>i32</c>): as many as factors, or as long as the axis. zero: one; the type of y is its type, without it
/// <c>to</c>. The sum wraps, is rounded to binary32 and multiplied, rounded. With <c>relu</c> 1 y is at least the zero point.
/// </remarks>
internal sealed class RequantizeOperation(int axis, ElementType target, bool isRelu, RequantizeConstants? constants) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Requantize", 2, 4, 1, static binding => new RequantizeOperation(
        binding.Attributes.Integer("axis", 1),
        binding.Attributes.Type("to", ElementType.UInt8),
        binding.Attributes.Flag("relu", false),
        RequantizeConstants.TryTake(binding)));

    /// <summary>The type that it makes.</summary>
    public ElementType OutputType => constants?.ZeroType ?? target;

    /// <summary>Whether constants have one scale for all, or one for each of <paramref name="count"/> indices along the axis given, and it makes bytes.</summary>
    public bool FitsBytes(int alongAxis, int count)
    {
        if (constants is null || QuantizedRange.Of(OutputType) is not { } range || range.High - range.Low != byte.MaxValue)
            return false;
        bool isSingle = constants.Factors.Length == 1 && constants.Biases.Length <= 1;
        return isSingle || (axis == alongAxis && IsOneOr(constants.Factors.Length, count) && (constants.Biases.Length == 0 || IsOneOr(constants.Biases.Length, count)));
    }

    /// <summary>The kernel's form of it; see <see cref="FitsBytes"/>.</summary>
    public Requantization Bytes(bool isByLane)
    {
        int zero = QuantizedElements.Zero(constants!.Zeros, 0);
        (int low, int high) = Range(QuantizedRange.Of(OutputType)!.Value, zero);
        return new Requantization(constants.Factors, constants.Biases, isByLane, low, high, zero);
    }

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int32);
        ReadOnlySpan<float> factors = constants is null ? run.Input(1, ElementType.Float32).Floats : constants.Factors;
        ElementType type = constants is null && run.Has(2) ? run.Input(2).Type : OutputType;
        ReadOnlySpan<int> zeros = constants is null ? QuantizedElements.Integers(run, 2, type) : constants.Zeros;
        ReadOnlySpan<int> biases = constants is not null ? constants.Biases : run.Has(3) ? run.Input(3, ElementType.Int32).Ints : default;
        if (QuantizedRange.Of(type) is not { } range)
            throw run.Error($"cannot quantise to {type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        int longest = Math.Max(factors.Length, biases.Length);
        bool fits = zeros.Length <= 1 && IsOneOr(factors.Length, longest) && (biases.Length == 0 || IsOneOr(biases.Length, longest));
        if (!fits || (run.Has(2) && zeros.Length == 0) || (run.Has(3) && biases.Length == 0))
            throw run.Error("factors, biases and zero point do not fit each other");
        QuantizedRuns runs = QuantizedRuns.Over(run, x, [longest], axis, 0);
        Value y = run.Output(0, type, x.Shape);
        int zero = QuantizedElements.Zero(zeros, 0);
        (int low, int high) = Range(range, zero);
        while (runs.Next())
        {
            // A scale and bias for each element of the stretch, or one for all of them.
            int count = runs.HasManyScales ? runs.Length : 1;
            Fill(x.Ints, y, runs, new Requantization(Part(factors, runs.Scale, count), Part(biases, runs.Scale, count), isByLane: true, low, high, zero));
        }
    }

    private static void Fill(ReadOnlySpan<int> x, Value y, QuantizedRuns runs, Requantization requantization)
    {
        ReadOnlySpan<int> source = x.Slice(runs.Start, runs.Length);
        if (y.Type.SizeBits() == 8)
            ByteQuantization.Requantize(source, y.Bytes.Slice(runs.Start, runs.Length), requantization);
        else
            QuantizedElements.Requantize(source, requantization, y, runs.Start);
    }

    private (int Low, int High) Range(QuantizedRange range, int zero) => (isRelu ? 0 : range.Low - zero, range.High - zero);

    private static bool IsOneOr(int count, int other) => count == 1 || count == other;

    private static ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> all, int start, int count) => all.Length <= 1 ? all : all.Slice(start, count);
}
