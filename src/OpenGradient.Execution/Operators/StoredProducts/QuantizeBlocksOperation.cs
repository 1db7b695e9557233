using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Rows in blocks of 32 neighbours that share a scale. Input: x f32 […, d]. Outputs: q i8 […, d], s f32 […, d / 32].</summary>
/// <remarks>The arithmetic: <see cref="BlockQuantizationKernel"/>.</remarks>
internal sealed class QuantizeBlocksOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("QuantizeBlocks", 1, 1, 2, static _ => new QuantizeBlocksOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank == 0 || x.Shape[^1] % WeightBlock.ElementCount != 0)
            throw run.Error($"the last dimension must be a multiple of {WeightBlock.ElementCount}, but the input is {Interpreter.Shapes.Describe(x.Shape)}");
        Span<int> scales = stackalloc int[x.Rank];
        x.Shape.CopyTo(scales);
        scales[^1] /= WeightBlock.ElementCount;
        Value q = run.Output(0, ElementType.Int8, x.Shape);
        Value s = run.Output(1, ElementType.Float32, scales);
        run.Workers.For(new BlockQuantizationParts(x.Floats, q.WritableWords<sbyte>(), s.Floats), BlockQuantizationParts.Count(s.ElementCount));
    }
}
