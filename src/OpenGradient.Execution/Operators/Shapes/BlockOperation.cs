using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Moves blocks of <c>blocksize</c> squared between channels and planes, x [batch, channels, height, width].</summary>
/// <remarks>
/// DepthToSpace, <c>mode</c> dcr: y[n, c, h·b + i, w·b + j] = x[n, (i·b + j)·C + c, h, w], C the channels of y; crd: x[n, (c·b + i)·b + j, h, w].
/// SpaceToDepth: y[n, (i·b + j)·C + c, h, w] = x[n, c, h·b + i, w·b + j], C the channels of x.
/// </remarks>
internal sealed class BlockOperation(bool isToSpace, int blockSize, bool isColumnFirst) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name, bool isToSpace) => new(name, 1, 1, 1, binding => new BlockOperation(
        isToSpace,
        binding.Attributes.Integer("blocksize", 0) is > 0 and <= 4096 and int size ? size : throw binding.Error("blocksize must be positive"),
        binding.Attributes.Name("mode", "dcr") switch
        {
            "dcr" => false,
            "crd" => true,
            string other => throw binding.Attributes.Malformed("mode", other, "dcr or crd"),
        }));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int b = blockSize;
        bool fits = x.Rank == 4 && (isToSpace ? x.Shape[1] % (b * b) == 0 : x.Shape[2] % b == 0 && x.Shape[3] % b == 0);
        if (!fits)
            throw run.Error($"{Interpreter.Shapes.Describe(x.Shape)} does not fall into blocks of {b}");
        if (isToSpace)
            ToSpace(run, x, x.Shape[1] / (b * b));
        else
            Move(run, x, [x.Shape[0], x.Shape[1], x.Shape[2] / b, b, x.Shape[3] / b, b], [0, 3, 5, 1, 2, 4], [x.Shape[0], x.Shape[1] * b * b, x.Shape[2] / b, x.Shape[3] / b]);
    }

    private void ToSpace(StepRun run, Value x, int channels)
    {
        int b = blockSize;
        int[] shape = [x.Shape[0], channels, x.Shape[2] * b, x.Shape[3] * b];
        if (isColumnFirst)
            Move(run, x, [x.Shape[0], channels, b, b, x.Shape[2], x.Shape[3]], [0, 1, 4, 2, 5, 3], shape);
        else
            Move(run, x, [x.Shape[0], b, b, channels, x.Shape[2], x.Shape[3]], [0, 3, 4, 1, 5, 2], shape);
    }

    /// <summary>Reads x as six axes, brings them into another order, and calls the result <paramref name="shape"/>.</summary>
    private static void Move(StepRun run, Value x, int[] axes, int[] order, int[] shape)
    {
        Value y = run.Output(0, x.Type, shape);
        int[] steps = StridedCopy.Steps(axes);
        var view = new Value(y.Type, Array.ConvertAll(order, axis => axes[axis]), y.Memory, buffer: null);
        StridedCopy.Run(x, Array.ConvertAll(order, axis => steps[axis]), 0, view, run.Workers);
    }
}
