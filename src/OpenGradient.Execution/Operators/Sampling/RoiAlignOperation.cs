using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Regions of images brought to one size. Inputs: x [n, c, h, w], regions [r, 4], the image of each region [r].</summary>
internal sealed class RoiAlignOperation(int height, int width, int samplingRatio, float scale, bool isHalfPixel, bool isMax) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("RoiAlign", 3, 3, 1, static binding => new RoiAlignOperation(
        binding.Attributes.Integer("output_height", 1) is > 0 and int height ? height : throw binding.Error("output_height must be positive"),
        binding.Attributes.Integer("output_width", 1) is > 0 and int width ? width : throw binding.Error("output_width must be positive"),
        binding.Attributes.Integer("sampling_ratio", 0) is >= 0 and int ratio ? ratio : throw binding.Error("sampling_ratio must not be negative"),
        binding.Attributes.Float("spatial_scale", 1f),
        binding.Attributes.Flag("half_pixel", true),
        binding.Attributes.Name("mode", "avg") switch
        {
            "avg" => false,
            "max" => true,
            string other => throw binding.Attributes.Malformed("mode", other, "avg or max"),
        }));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        Value regions = run.Input(1, ElementType.Float32);
        Value images = Indices.Require(run, 2);
        bool fits = x.Rank == 4 && regions.Rank == 2 && regions.Shape[1] == 4 && images.Rank == 1 && images.ElementCount == regions.Shape[0];
        if (!fits)
            throw run.Error($"regions {Interpreter.Shapes.Describe(regions.Shape)} of images {Interpreter.Shapes.Describe(images.Shape)} do not fit {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, ElementType.Float32, regions.Shape[0], x.Shape[1], height, width);
        if (y.ElementCount == 0)
            return;
        if (x.ElementCount == 0)
            throw run.Error("an empty image has no regions");
        var alignment = new RoiAlignment(x.Shape[2], x.Shape[3], height, width, samplingRatio, scale, isHalfPixel, isMax);
        Span<int> places = run.Scratch<int>(4 * RoiAlignment.MaxSampleCount);
        Span<float> weights = run.Scratch<float>(4 * RoiAlignment.MaxSampleCount);
        int image = x.ElementCount / x.Shape[0];
        int outputs = y.ElementCount / regions.Shape[0];
        for (int region = 0; region < regions.Shape[0]; region++)
        {
            ReadOnlySpan<float> corners = regions.Floats.Slice(4 * region, 4);
            (int Down, int Across) samples = alignment.SampleCounts(corners)
                ?? throw run.Error($"region {region} asks for more than {RoiAlignment.MaxSampleCount} sample points in each bin", InvalidInputKind.TooLarge);
            int source = Indices.Chosen(run, images, region, x.Shape[0]);
            alignment.Run(x.Floats.Slice(source * image, image), corners, samples, y.Floats.Slice(region * outputs, outputs), places, weights, run.Workers);
        }
    }
}
