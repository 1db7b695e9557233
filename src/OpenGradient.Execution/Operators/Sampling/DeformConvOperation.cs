using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Convolution of planes with taps that are moved. Inputs: x [n, c, h, w], W [m, c/group, kh, kw], offsets [n, 2·taps·groups, …], b? [m], mask?.</summary>
internal sealed class DeformConvOperation(WindowSettings settings, int groupCount, int offsetGroupCount) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("DeformConv", 3, 5, 1, static binding => new DeformConvOperation(
        new WindowSettings(binding), binding.Attributes.Integer("group", 1), binding.Attributes.Integer("offset_group", 1)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        Value weights = run.Input(1, ElementType.Float32);
        Value offsets = run.Input(2, ElementType.Float32);
        Value? bias = run.Has(3) ? run.Input(3, ElementType.Float32) : null;
        Value? mask = run.Has(4) ? run.Input(4, ElementType.Float32) : null;
        if (x.Rank != 4 || weights.Rank != 4)
            throw run.Error($"takes planes, not {Interpreter.Shapes.Describe(x.Shape)}", Primitives.InvalidInputKind.Unsupported);
        Window window = settings.Resolve(run, x.Shape, weights.Shape.AsSpan(2), roundsUp: false);
        int outputs = weights.Shape[0];
        bool fits = groupCount > 0 && offsetGroupCount > 0 && x.Shape[1] % groupCount == 0 && outputs % groupCount == 0 && x.Shape[1] % offsetGroupCount == 0
            && x.Shape[1] / groupCount == weights.Shape[1] && (bias is null || bias.ElementCount == outputs)
            && IsField(offsets, x.Shape[0], 2L * offsetGroupCount * window.TapCount, window) && (mask is null || IsField(mask, x.Shape[0], (long)offsetGroupCount * window.TapCount, window));
        if (!fits)
            throw run.Error($"weights {Interpreter.Shapes.Describe(weights.Shape)}, offsets {Interpreter.Shapes.Describe(offsets.Shape)}, bias or mask do not fit {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, ElementType.Float32, x.Shape[0], outputs, window.OutputHeight, window.OutputWidth);
        if (y.ElementCount > 0)
            Convolve(run, new ConvolutionShape(x.Shape[0], x.Shape[1], outputs, groupCount, window), x, weights, offsets, mask, y);
        if (bias is not null)
            AddBias(bias.Floats, window.OutputElements, y.Floats);
    }

    private static bool IsField(Value field, int batchCount, long count, in Window window) =>
        field.Rank == 4 && field.Shape[0] == batchCount && field.Shape[1] == count && field.Shape[2] == window.OutputHeight && field.Shape[3] == window.OutputWidth;

    private void Convolve(StepRun run, in ConvolutionShape shape, Value x, Value weights, Value offsets, Value? mask, Value y)
    {
        int pixels = shape.Window.OutputElements;
        Span<float> columns = run.Scratch<float>(checked(shape.Depth * pixels));
        Span<float> scratch = run.Scratch<float>(Kernels.Products.MatMulScratchElements(shape.GroupOutputs, shape.Depth, pixels, run.Workers.Count));
        Span<int> offsetGroups = run.Scratch<int>(shape.GroupInputs);
        for (int part = 0; part < shape.BatchCount * groupCount; part++)
        {
            int image = part / groupCount;
            int group = part % groupCount;
            for (int channel = 0; channel < offsetGroups.Length; channel++)
                offsetGroups[channel] = ((group * offsetGroups.Length) + channel) / (shape.InputChannels / offsetGroupCount);
            int planes = shape.GroupInputs * shape.Window.PlaneElements;
            DeformedWindows.Fill(
                shape.Window, x.Floats.Slice(part * planes, planes), Image(offsets, image), mask is null ? default : Image(mask, image), offsetGroups, columns, run.Workers);
            int weightCount = shape.GroupOutputs * shape.Depth;
            Kernels.Products.MatMul(
                weights.Floats.Slice(group * weightCount, weightCount), columns, y.Floats.Slice(part * shape.GroupOutputs * pixels, shape.GroupOutputs * pixels),
                shape.GroupOutputs, shape.Depth, pixels, scratch, run.Workers);
        }
    }

    private static ReadOnlySpan<float> Image(Value field, int image) => field.Floats.Slice(image * (field.ElementCount / field.Shape[0]), field.ElementCount / field.Shape[0]);

    private static void AddBias(ReadOnlySpan<float> bias, int plane, Span<float> y)
    {
        for (int start = 0, output = 0; start < y.Length; start += plane, output = (output + 1) % bias.Length)
            Kernels.Elementwise.Map(default(Add), y.Slice(start, plane), bias.Slice(output, 1), y.Slice(start, plane));
    }
}
