using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The upper or lower triangle of the last two axes, zero elsewhere. Inputs: x, k? (how far the diagonal is moved up).</summary>
internal sealed class TriluOperation(bool isUpper) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Trilu", 1, 2, 1, static binding => new TriluOperation(binding.Attributes.Flag("upper", true)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Rank < 2)
            throw run.Error($"takes matrices, not {Interpreter.Shapes.Describe(x.Shape)}");
        long diagonal = run.Has(1) ? run.Integers(1) is [long k] ? Math.Clamp(k, -int.MaxValue, int.MaxValue) : throw run.Error("k must be one number") : 0;
        Value y = run.Output(0, x.Type, x.Shape);
        x.Bytes.CopyTo(y.Bytes);
        int columns = x.Shape[^1];
        int rows = x.Shape[^2];
        int elementBytes = x.Type.SizeBytes();
        for (int row = 0; row < (y.ElementCount == 0 ? 0 : y.ElementCount / columns); row++)
        {
            // Column c stays in the upper triangle if c - r ≥ k, in the lower one if c - r ≤ k.
            int split = (int)Math.Clamp((row % rows) + diagonal + (isUpper ? 0 : 1), 0, columns);
            Span<byte> elements = y.Bytes.Slice(row * columns * elementBytes, columns * elementBytes);
            (isUpper ? elements[..(split * elementBytes)] : elements[(split * elementBytes)..]).Clear();
        }
    }
}
