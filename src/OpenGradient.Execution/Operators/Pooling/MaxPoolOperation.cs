using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The largest element of each window, and its place in all of x; elements in the padding do not count.</summary>
internal sealed class MaxPoolOperation(WindowSettings settings, int[] kernel, bool roundsUp, bool countsColumnsFirst) : IOperation, IBatchwise
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("MaxPool", 1, 1, 2, static binding => new MaxPoolOperation(
        new WindowSettings(binding),
        binding.Attributes.Integers("kernel_shape") ?? throw binding.Error("kernel_shape is missing"),
        binding.Attributes.Flag("ceil_mode", false),
        binding.Attributes.Flag("storage_order", false)));

    /// <inheritdoc/>
    public ReadOnlySpan<int> BatchInputs => [0];

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Rank is not (3 or 4 or 5))
            throw run.Error($"takes lines, planes or volumes, not {Interpreter.Shapes.Describe(x.Shape)}", Primitives.InvalidInputKind.Unsupported);
        VolumeWindow window = settings.ResolveVolume(run, x.Shape, kernel, roundsUp);
        ReadOnlySpan<int> shape = WindowSettings.OutputShape(x.Shape[0], x.Shape[1], window, x.Rank);
        Value y = run.Output(0, x.Type, shape);
        if (x.Type == ElementType.Float32 && x.Rank < 5 && run.OutputCount == 1)
        {
            if (y.ElementCount > 0)
                MaxPoolPlanes.Run(window.Plane, x.Floats, y.Floats, run.Scratch<float>(MaxPoolPlanes.ScratchElements(window.Plane, run.Workers.Count)), run.Workers);
            return;
        }

        if (x.Type == ElementType.Int16 && x.Rank < 5 && run.OutputCount == 1 && ShortMaxPool.IsFor(window.Plane))
        {
            ShortMaxPool.Run(window.Plane, x.Words<short>(), y.WritableWords<short>(), run.Scratch<short>(ShortMaxPool.ScratchElements(window.Plane, run.Workers.Count)), run.Workers);
            return;
        }

        Span<long> places = run.OutputCount == 1 ? default : run.Output(1, ElementType.Int64, shape).Longs;
        var task = new Task(window, x, y, places, countsColumnsFirst, run.Workers);
        if (x.Type == ElementType.Bool || !NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly ref struct Task(VolumeWindow window, Value x, Value y, Span<long> places, bool countsColumnsFirst, Workers workers) : INumberTask
    {
        private readonly Span<long> _places = places;

        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            if (y.ElementCount > 0)
                VolumePooling.Max(window, x.Words<T>(), Number.Least<T>(), y.WritableWords<T>(), _places, countsColumnsFirst, workers);
        }
    }
}
