using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Convolution of lines, planes or volumes. Inputs: x [batch, channels, …], W [outputs, channels/group, …], b? [outputs]; an addend if it has one.</summary>
internal sealed class ConvOperation(
    WindowSettings settings, int groupCount, int[]? filterShape, PackedFilters? filters, bool hasAddend = false, Epilogue? epilogue = null)
    : IOperation, IFusable, IAddable, IBatchwise
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
        ReadOnlySpan<int> made = WindowSettings.OutputShape(x.Shape[0], weights[0], window, x.Rank);
        Value? addend = hasAddend ? run.Input(AddendInput, ElementType.Float32) : null;
        if (addend is not null && !(Convolution.TakesAddend(shape) && made.SequenceEqual(addend.Shape)))
        {
            RunThenAdd(run, shape, x, bias, made, addend);
            return;
        }

        Value y = run.Output(0, ElementType.Float32, made);
        if (y.ElementCount > 0 && x.Rank == 5)
            RunVolumes(run, shape, window, x, run.Input(1), bias, y);
        else if (y.ElementCount > 0)
            RunPlanes(run, shape, x.Floats, bias, y.Floats, epilogue, addend is null ? default : addend.Floats);
    }

    /// <inheritdoc/>
    public IOperation? Fuse(Epilogue epilogue) => filters is null ? null : new ConvOperation(settings, groupCount, filterShape, filters, hasAddend, epilogue);

    /// <inheritdoc/>
    public int AddendInput => 3;

    /// <inheritdoc/>
    public ReadOnlySpan<int> BatchInputs => hasAddend ? [0, 3] : [0];

    /// <inheritdoc/>
    public IOperation? WithAddend() => filters is null ? null : new ConvOperation(settings, groupCount, filterShape, filters, hasAddend: true);

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

    private void RunPlanes(
        StepRun run, in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> bias, Span<float> y, Epilogue? last, ReadOnlySpan<float> addend)
    {
        if (filters is null)
            Convolution.Run(shape, x, run.Input(1).Floats, bias, y, run.Scratch<float>(Convolution.ScratchElements(shape, run.Workers.Count)), run.Workers);
        else
            Convolution.RunPacked(shape, x, filters.Filters, bias, y, run.Scratch<float>(Convolution.PackedScratchElements(shape, run.Workers.Count)), run.Workers, last, addend);
    }

    /// <summary>An addend of another shape, or one that the kernel does not take: the steps one after the other.</summary>
    private void RunThenAdd(StepRun run, in ConvolutionShape shape, Value x, ReadOnlySpan<float> bias, ReadOnlySpan<int> made, Value addend)
    {
        Broadcast walk = run.Recall<Broadcast>() ?? run.Remember(Broadcast.TryOver(made.ToArray(), addend.Shape)
            ?? throw run.Error($"shapes {Interpreter.Shapes.Describe(made)} and {Interpreter.Shapes.Describe(addend.Shape)} do not broadcast"));
        Span<float> sums = run.Scratch<float>(Interpreter.Shapes.ElementCount(made));
        if (!sums.IsEmpty)
            RunPlanes(run, shape, x.Floats, bias, sums, last: null, addend: default);
        Span<float> y = run.Output(0, ElementType.Float32, walk.Shape).Floats;
        walk.Restart();
        while (walk.Next() && !run.Workers.IsCancelled)
        {
            Span<float> part = y.Slice(walk.OutputOffset, walk.RunLength);
            Kernels.Elementwise.Map(default(Add), walk.Slice(0, sums), walk.Slice(1, addend.Floats), part, run.Workers);
        }

        epilogue?.Apply(y, run.Workers);
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
