using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>x read where a grid says. Inputs: x [n, c, (d,) h, w], grid [n, …, 2 or 3] of coordinates from -1 to 1, x first.</summary>
internal sealed class GridSampleOperation(GridMode mode, GridPadding padding, bool alignsCorners) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("GridSample", 2, 2, 1, static binding => new GridSampleOperation(
        binding.Attributes.Name("mode", "linear") switch
        {
            "nearest" => GridMode.Nearest,
            "linear" => GridMode.Linear,
            "cubic" => GridMode.Cubic,
            string other => throw binding.Attributes.Malformed("mode", other, "nearest, linear or cubic"),
        },
        binding.Attributes.Name("padding_mode", "zeros") switch
        {
            "zeros" => GridPadding.Zeros,
            "border" => GridPadding.Border,
            "reflection" => GridPadding.Reflection,
            string other => throw binding.Attributes.Malformed("padding_mode", other, "zeros, border or reflection"),
        },
        binding.Attributes.Flag("align_corners", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        Value grid = run.Input(1, ElementType.Float32);
        bool fits = x.Rank is 4 or 5 && grid.Rank == x.Rank && grid.Shape[0] == x.Shape[0] && grid.Shape[^1] == x.Rank - 2;
        if (!fits)
            throw run.Error($"the grid {Interpreter.Shapes.Describe(grid.Shape)} does not fit {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, ElementType.Float32, [x.Shape[0], x.Shape[1], .. grid.Shape[1..^1]]);
        if (y.ElementCount == 0)
            return;
        if (x.ElementCount == 0)
            throw run.Error("an empty plane cannot be read");
        var sampler = new GridSampler(Axis(x.Rank == 5 ? x.Shape[2] : 1), Axis(x.Shape[^2]), Axis(x.Shape[^1]));
        int image = x.ElementCount / x.Shape[0];
        int places = grid.ElementCount / x.Shape[0];
        int outputs = y.ElementCount / x.Shape[0];
        for (int n = 0; n < x.Shape[0]; n++)
            sampler.Run(x.Floats.Slice(n * image, image), grid.Floats.Slice(n * places, places), x.Rank - 2, y.Floats.Slice(n * outputs, outputs), run.Workers);
    }

    private GridAxis Axis(int size) => new(size, alignsCorners, mode, padding);
}
