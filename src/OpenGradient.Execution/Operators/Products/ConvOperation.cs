using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Convolution of lines, planes or volumes. Inputs: x [batch, channels, …], W [outputs, channels/group, …], b? [outputs].</summary>
internal sealed class ConvOperation(WindowSettings settings, int groupCount, int[]? filterShape, PackedFilters? filters, Epilogue? epilogue = null)
    : IOperation, IFusable
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new(
        "Conv", 2, 3, 1, static binding => Bind(binding, new WindowSettings(binding), binding.Attributes.Integer("group", 1)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        int[] weights = filterShape ?? run.Input(1, ElementType.Float32).Shape;
        if (x.Rank is not (3 or 4 or 5) || weights.Length != x.Rank)
            throw run.Error($"takes lines, planes or volumes, not {Interpreter.Shapes.Describe(x.Shape)} with weights {Interpreter.Shapes.Describe(weights)}", Primitives.InvalidInputKind.Unsupported);
        VolumeWindow window = settings.ResolveVolume(run, x.Shape, weights.AsSpan(2), roundsUp: false);
        var shape = new ConvolutionShape(x.Shape[0], x.Shape[1], weights[0], groupCount, window.Plane);
        if (groupCount < 1 || x.Shape[1] % groupCount != 0 || weights[0] % groupCount != 0 || shape.GroupInputs != weights[1])
            throw run.Error($"weights {Interpreter.Shapes.Describe(weights)} in {groupCount} groups do not fit {x.Shape[1]} channels");
        ReadOnlySpan<float> bias = run.Has(2) ? Bias(run, weights[0]) : default;
        Value y = run.Output(0, ElementType.Float32, WindowSettings.OutputShape(x.Shape[0], weights[0], window, x.Rank));
        if (y.ElementCount > 0 && x.Rank == 5)
            RunVolumes(run, shape, window, x, run.Input(1), bias, y);
        else if (y.ElementCount > 0)
            RunPlanes(run, shape, x, bias, y);
    }

    /// <inheritdoc/>
    public IOperation? Fuse(Epilogue epilogue) => filters is null ? null : new ConvOperation(settings, groupCount, filterShape, filters, epilogue);

    /// <summary>Weights that are a constant are laid out once; but volumes take them as they are.</summary>
    private static ConvOperation Bind(StepBinding binding, WindowSettings settings, int groupCount)
    {
        Constant? constant = binding.DescribeConstant(1);
        bool isLaidOut = constant is { Encoding: "f32", Shape.Length: 3 or 4 } && groupCount >= 1 && constant.Shape[0] % groupCount == 0 && !constant.Shape.Contains(0);
        if (!isLaidOut)
            return new ConvOperation(settings, groupCount, null, null);
        Value weights = binding.BorrowConstant(1)!;
        int outputs = weights.Shape[0];
        var filters = PackedFilters.Create(weights.Floats, groupCount, outputs / groupCount, weights.ElementCount / outputs);
        return new ConvOperation(settings, groupCount, weights.Shape, filters);
    }

    private void RunPlanes(StepRun run, in ConvolutionShape shape, Value x, ReadOnlySpan<float> bias, Value y)
    {
        if (filters is null)
            Convolution.Run(shape, x.Floats, run.Input(1).Floats, bias, y.Floats, run.Scratch<float>(Convolution.ScratchElements(shape, run.Workers.Count)), run.Workers);
        else
            Convolution.RunPacked(shape, x.Floats, filters.Filters, bias, y.Floats, run.Scratch<float>(Convolution.PackedScratchElements(shape, run.Workers.Count)), run.Workers, epilogue);
    }

    private static void RunVolumes(StepRun run, in ConvolutionShape shape, in VolumeWindow window, Value x, Value weights, ReadOnlySpan<float> bias, Value y)
    {
        (int planes, int output, int inner) = VolumeConvolution.ScratchElements(shape, window, run.Workers.Count);
        VolumeConvolution.Run(
            shape, window, x.Floats, weights.Floats, bias, y.Floats, run.Scratch<float>(planes), run.Scratch<float>(output), run.Scratch<float>(inner), run.Workers);
    }

    private static ReadOnlySpan<float> Bias(StepRun run, int outputCount)
    {
        Value bias = run.Input(2, ElementType.Float32);
        return bias.Rank == 1 && bias.ElementCount == outputCount
            ? bias.Floats
            : throw run.Error($"the bias must be f32[{outputCount}], not {Interpreter.Shapes.Describe(bias.Shape)}");
    }
}
