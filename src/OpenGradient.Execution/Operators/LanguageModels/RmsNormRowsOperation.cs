using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Root-mean-square normalisation of the axes from <paramref name="axis"/> on, then · gain. Inputs: x, gain.</summary>
internal sealed class RmsNormRowsOperation(int axis, float epsilon) : IOperation
{
    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        Value gain = run.Input(1, ElementType.Float32);
        int first = run.Axis(axis, x.Rank);
        int columns = Interpreter.Shapes.ElementCount(x.Shape, first, x.Rank);
        NormalizedRows.Require(run, x, first, gain);
        Value y = run.Output(0, ElementType.Float32, x.Shape);
        if (y.ElementCount == 0)
            return;
        if (gain.ElementCount == columns)
        {
            Normalizations.RmsNorm(x.Floats, gain.Floats, epsilon, y.Floats);
            return;
        }

        // A factor of one changes no bit, so the gain may come afterwards.
        Span<float> ones = run.Scratch<float>(columns);
        ones.Fill(1f);
        Normalizations.RmsNorm(x.Floats, ones, epsilon, y.Floats);
        NormalizedRows.Map(default(Mul), y, columns, gain);
    }
}
