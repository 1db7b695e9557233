using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The transpose of a convolution of lines, planes or volumes. Inputs: x [batch, channels, …], W [channels, outputs/group, …], b? [outputs].</summary>
internal sealed class ConvTransposeOperation(TransposedWindowSettings settings, int groupCount) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new(
        "ConvTranspose", 2, 3, 1, static binding => new ConvTransposeOperation(new TransposedWindowSettings(binding), binding.Attributes.Integer("group", 1)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        Value weights = run.Input(1, ElementType.Float32);
        if (x.Rank is not (3 or 4 or 5) || weights.Rank != x.Rank)
            throw run.Error($"takes lines, planes or volumes, not {Interpreter.Shapes.Describe(x.Shape)} with weights {Interpreter.Shapes.Describe(weights.Shape)}", Primitives.InvalidInputKind.Unsupported);
        int channels = x.Shape[1];
        if (groupCount < 1 || weights.Shape[0] != channels || channels % groupCount != 0)
            throw run.Error($"weights {Interpreter.Shapes.Describe(weights.Shape)} in {groupCount} groups do not fit {channels} channels");
        int outputs = checked(weights.Shape[1] * groupCount);
        VolumeWindow window = settings.Resolve(run, x.Shape, weights.Shape);
        ReadOnlySpan<float> bias = run.Has(2) ? run.Input(2, ElementType.Float32).Floats : default;
        if (run.Has(2) && bias.Length != outputs)
            throw run.Error($"the bias must have {outputs} elements");
        int[] spatial = [window.Depth, window.Plane.Height, window.Plane.Width];
        Value y = run.Output(0, ElementType.Float32, [x.Shape[0], outputs, .. spatial[(5 - x.Rank)..]]);
        var shape = new ConvolutionShape(x.Shape[0], channels, outputs, groupCount, window.Plane);
        if (y.ElementCount > 0 && x.Rank == 5)
            RunVolumes(run, shape, window, x, weights, bias, y);
        else if (y.ElementCount > 0)
            TransposedConvolution.Run(shape, x.Floats, weights.Floats, bias, y.Floats);
    }

    private static void RunVolumes(StepRun run, in ConvolutionShape shape, in VolumeWindow window, Value x, Value weights, ReadOnlySpan<float> bias, Value y)
    {
        (int planes, int chosenWeights, int output) = TransposedVolumeConvolution.ScratchElements(shape, window);
        TransposedVolumeConvolution.Run(
            shape, window, x.Floats, weights.Floats, bias, y.Floats, run.Scratch<float>(planes), run.Scratch<float>(chosenWeights), run.Scratch<float>(output), run.Workers);
    }
}
