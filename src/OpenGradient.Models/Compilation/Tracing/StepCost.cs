using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>What a step is estimated to cost, in picoseconds of one processor with wide vectors.</summary>
/// <param name="EndPicoseconds">The work of the Program up to and including this step.</param>
/// <param name="HashPicoseconds">What tracing it costs; <see cref="long.MaxValue"/> if it cannot be told, or is not worth it.</param>
internal readonly record struct StepCost(long EndPicoseconds, long HashPicoseconds)
{
    /// <summary>The work of one step, at most <see cref="WorkLimit"/>.</summary>
    public static long Work(Step step, long[]?[] shapes, int output)
    {
        if (shapes[output] is not { } shape || MoveOnly.Contains(step.Operator))
            return 0;
        Int128 work = ShapeEstimate.Product(shape) * (Int128)PicosecondsPerElement(step, shapes);
        return (long)Int128.Min(work, WorkLimit);
    }

    private static long PicosecondsPerElement(Step step, long[]?[] shapes) => step.Operator switch
    {
        "Attention" => Input(step, shapes, 1) is { Length: >= 2 } keys ? 2 * ProductPicoseconds * keys[^2] : 0,
        "Linear" or "MatMul" or "MatMulInteger" or "FixedLinear" or "FixedMatMul" => Input(step, shapes, 0) is { Length: > 0 } x ? ProductPicoseconds * x[^1] : 0,
        "Conv" or "ConvInteger" or "FixedConv" => Input(step, shapes, 1) is { Length: > 0 } filters ? ProductPicoseconds * ShapeEstimate.Product(filters.AsSpan(1)) : 0,
        _ => ElementPicoseconds,
    };

    /// <summary>What tracing the first output costs.</summary>
    public static long Hash(Step step, long[]? shape) =>
        shape is null || MoveOnly.Contains(step.Operator) || step.OutputCount > 1 || !step.Bodies.IsEmpty
            ? long.MaxValue
            : LeafPicoseconds + (ShapeEstimate.Product(shape) * ElementBytes(step) * BytePicoseconds);

    /// <summary>The usual size; sums of the integer profile are larger, and cut the passes that join them with their scale.</summary>
    private static long ElementBytes(Step step) => step.Operator switch
    {
        "FixedScale" => 2,
        "FixedConv" or "FixedDiv" or "FixedLinear" or "FixedMatMul" or "FixedSqrt" => 8,
        _ => 4,
    };

    private static long[]? Input(Step step, long[]?[] shapes, int index) =>
        index < step.Inputs.Length && step.Inputs[index] != Step.Absent ? shapes[step.Inputs[index]] : null;

    /// <summary>Two months: more than this is not told apart, and two of it can be added.</summary>
    public const long WorkLimit = 1L << 62;

    private const long ProductPicoseconds = 17; // 60 GFMA/s
    private const long ElementPicoseconds = 400;
    private const long BytePicoseconds = 900;
    private const long LeafPicoseconds = 2_000_000;

    /// <summary>Steps that only rearrange what an earlier step made: the trace would commit to the same elements twice.</summary>
    private static readonly SortedSet<string> MoveOnly = new(StringComparer.Ordinal)
    {
        "CenterCropPad", "Compress", "Concat", "DepthToSpace", "Expand", "Flatten", "Gather", "GatherElements", "GatherND", "Pad", "Range", "Reshape", "ReverseSequence",
        "Shape", "Slice", "SpaceToDepth", "Split", "Squeeze", "TensorScatter", "Tile", "Transpose", "Trilu", "Unsqueeze",
    };
}
