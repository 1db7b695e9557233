using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = x·Wᵀ + b over the last axis of x. Inputs: x, W [outputs, depth] (a constant), b? [outputs] (a constant).</summary>
internal sealed class LinearOperation(PackedPanels weights, Epilogue? epilogue = null) : IOperation, IFusable
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Linear", 2, 3, 1, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank == 0 || x.Shape[^1] != weights.Depth)
            throw run.Error($"the last dimension must be {weights.Depth}, but the input is {Interpreter.Shapes.Describe(x.Shape)}");
        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        shape[^1] = weights.OutputCount;
        Value y = run.Output(0, ElementType.Float32, shape);
        int rowCount = Interpreter.Shapes.ElementCount(shape, 0, shape.Length - 1);
        Span<float> scratch = run.Scratch<float>(Kernels.Products.LinearScratchElements(rowCount, weights, run.Workers.Count));
        Kernels.Products.Linear(x.Floats, rowCount, weights, y.Floats, scratch, run.Workers, epilogue);
    }

    /// <inheritdoc/>
    public IOperation? Fuse(Epilogue epilogue) => new LinearOperation(weights, epilogue);

    private static IOperation Bind(StepBinding binding)
    {
        if (binding.TakePlainConstant(1) is { } plain)
            return BindPlain(binding, plain);
        Value weights = binding.BorrowConstant(1) ?? throw binding.Error("the weights must be a constant");
        if (weights.Type != ElementType.Float32 || weights.Rank != 2)
            throw binding.Error($"the weights must be f32 with 2 dimensions, not {weights.Type.CanonicalName()}{Interpreter.Shapes.Describe(weights.Shape)}");
        Value? bias = Bias(binding, weights.Shape[0]);
        return new LinearOperation(PackedPanels.Create(weights.Floats, weights.Shape[0], weights.Shape[1], bias is null ? default : bias.Floats));
    }

    private static PlainLinearOperation BindPlain(StepBinding binding, PlainConstant constant)
    {
        if (constant.Shape is not [int outputs, int depth])
            throw binding.Error($"the weights must have 2 dimensions, not {Interpreter.Shapes.Describe(constant.Shape)}");
        PlainMatrix weights = constant.Matrix(partCount: 1, part: 0, outputs, depth);
        if (Bias(binding, outputs) is not { } bias)
            return new PlainLinearOperation(weights, []);
        float[] padded = new float[bias.ElementCount + PlainPanel.OutputCount - 1];
        bias.Floats.CopyTo(padded);
        return new PlainLinearOperation(weights, padded);
    }

    private static Value? Bias(StepBinding binding, int outputCount)
    {
        if (!binding.Has(2))
            return null;
        Value bias = binding.BorrowConstant(2) ?? throw binding.Error("the bias must be a constant");
        return bias.Type == ElementType.Float32 && bias.Rank == 1 && bias.Shape[0] == outputCount
            ? bias
            : throw binding.Error($"the bias must be f32[{outputCount}], not {bias.Type.CanonicalName()}{Interpreter.Shapes.Describe(bias.Shape)}");
    }
}
