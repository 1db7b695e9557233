using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Exact convolution of lines or planes. Inputs: x i16 [batch, channels, …], W i8 or i16 [outputs, channels/group, …], b? i64 [outputs].</summary>
internal sealed class FixedConvOperation(WindowSettings settings, int groupCount, FixedWeights weights, FixedFilters filters, FixedEpilogue epilogue) : IOperation, IExactSums
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedConv", 2, 3, 1, static binding =>
    {
        var weights = FixedWeights.Take(binding, minRank: 3, maxRank: 4);
        int[] shape = weights.Shape;
        int tapCount = Interpreter.Shapes.ElementCount(shape, 2, shape.Length);
        FixedEpilogue epilogue = weights.Epilogue() ?? throw binding.Error("a sum can leave 64 bits");
        var filters = new FixedFilters(weights.Elements, shape[0], shape[1], tapCount);
        return new FixedConvOperation(new WindowSettings(binding), binding.Attributes.Integer("group", 1), weights, filters, epilogue);
    });

    /// <inheritdoc/>
    public FixedWeights Weights => weights;

    /// <inheritdoc/>
    public IOperation With(FixedEpilogue other) => new FixedConvOperation(settings, groupCount, weights, filters, other);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int16);
        int[] filter = weights.Shape;
        if (x.Rank != filter.Length)
            throw run.Error($"takes lines or planes, not {Interpreter.Shapes.Describe(x.Shape)} with weights {Interpreter.Shapes.Describe(filter)}", InvalidInputKind.Unsupported);
        Window window = settings.Resolve(run, x.Shape, filter.AsSpan(2), roundsUp: false);
        var shape = new ConvolutionShape(x.Shape[0], x.Shape[1], filter[0], groupCount, window);
        if (groupCount < 1 || x.Shape[1] % groupCount != 0 || filter[0] % groupCount != 0 || shape.GroupInputs != filter[1])
            throw run.Error($"weights {Interpreter.Shapes.Describe(filter)} in {groupCount} groups do not fit {x.Shape[1]} channels");
        Value y = run.Output(0, epilogue.IsNarrow ? ElementType.Int16 : ElementType.Int64, WindowSettings.OutputShape(x.Shape[0], filter[0], window, x.Rank));
        if (y.ElementCount == 0)
            return;
        Span<int> scratch = run.Scratch<int>(FixedConvolution.ScratchElements(shape, filters, run.Workers.Count));
        Span<short> narrow = epilogue.IsNarrow ? y.WritableWords<short>() : default;
        Span<long> wide = epilogue.IsNarrow ? default : y.Longs;
        FixedConvolution.Run(shape, x.Words<short>(), filters, epilogue, narrow, wide, scratch, run.Workers);
    }
}
