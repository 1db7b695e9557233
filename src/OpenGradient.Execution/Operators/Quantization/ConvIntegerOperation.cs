using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Convolution of quantised lines or planes, in <c>i32</c>. Inputs: x, W (<c>u8</c> or <c>i8</c>; shapes as for <c>Conv</c>), zeroX?, zeroW? (one, or one for each output plane).</summary>
/// <remarks>Taps in the padding are the zero point: they add nothing. Exact; the sum wraps.</remarks>
internal sealed class ConvIntegerOperation(WindowSettings settings, int groupCount, ConstantIntegerFilters? constant, RequantizeOperation? requantize = null)
    : IOperation, IRequantizable
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("ConvInteger", 2, 4, 1, static binding => new ConvIntegerOperation(
        new WindowSettings(binding), binding.Attributes.Integer("group", 1), ConstantIntegerFilters.TryTake(binding)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value weights = constant?.Value ?? run.Input(1);
        if (x.Rank is not (3 or 4) || weights.Rank != x.Rank)
            throw run.Error($"takes lines or planes, not {Interpreter.Shapes.Describe(x.Shape)} with weights {Interpreter.Shapes.Describe(weights.Shape)}", Primitives.InvalidInputKind.Unsupported);
        Window window = settings.Resolve(run, x.Shape, weights.Shape.AsSpan(2), roundsUp: false);
        var shape = new ConvolutionShape(x.Shape[0], x.Shape[1], weights.Shape[0], groupCount, window);
        if (groupCount < 1 || x.Shape[1] % groupCount != 0 || weights.Shape[0] % groupCount != 0 || shape.GroupInputs != weights.Shape[1])
            throw run.Error($"weights {Interpreter.Shapes.Describe(weights.Shape)} in {groupCount} groups do not fit {x.Shape[1]} channels");
        IntegerOperand image = IntegerInput.Read(run, 0, 2, 1);
        IntegerOperand filters = constant is null ? IntegerInput.Read(run, 1, 3, weights.Shape[0]) : constant.Operand;
        Value y = run.Output(0, requantize?.OutputType ?? ElementType.Int32, WindowSettings.OutputShape(x.Shape[0], weights.Shape[0], window, x.Rank));
        if (y.ElementCount == 0)
            return;
        IntegerOutput output = requantize is null
            ? IntegerOutput.OfSums(y.Ints, window.OutputElements)
            : IntegerOutput.OfBytes(y.Bytes, window.OutputElements, requantize.Bytes(isByLane: false));
        Span<byte> scratch = run.Scratch<byte>(IntegerConvolution.ScratchBytes(shape, constant is not null, run.Workers.Count));
        IntegerConvolution.Run(shape, image, filters, constant?.Packed, output, scratch, run.Workers);
    }

    /// <inheritdoc/>
    public IOperation? Requantize(RequantizeOperation next) => constant is not null && next.FitsBytes(alongAxis: 1, constant.Value.Shape[0])
        ? new ConvIntegerOperation(settings, groupCount, constant, next)
        : null;
}
