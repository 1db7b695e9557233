using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Softmax, or its logarithm, along <c>axis</c>.</summary>
internal sealed class SoftmaxOperation(int axis, bool isLogarithm) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name, bool isLogarithm) =>
        new(name, 1, 1, 1, binding => new SoftmaxOperation(binding.Attributes.Integer("axis", -1), isLogarithm));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        int along = run.Axis(axis, x.Rank);
        if (along == x.Rank - 1)
        {
            // The logarithm reads x again after the exponentials are written: it needs memory of its own.
            Value rowsOver = isLogarithm ? run.Output(0, ElementType.Float32, x.Shape) : run.OutputOver(0, 0);
            if (rowsOver.ElementCount > 0)
                Apply(x.Floats, x.Shape[along], rowsOver.Floats, run.Workers);
            return;
        }

        RunTurned(run, x, along);
    }

    /// <summary>The axis is brought to the end, and back afterwards.</summary>
    private void RunTurned(StepRun run, Value x, int along)
    {
        Value y = run.Output(0, ElementType.Float32, x.Shape);
        if (y.ElementCount == 0)
            return;

        Span<float> turned = run.Scratch<float>(x.ElementCount);
        Span<float> rows = run.Scratch<float>(x.ElementCount);
        int[] order = [.. Enumerable.Range(0, x.Rank).Where(other => other != along), along];
        Permutation.Copy<float>(x.Floats, x.Shape, order, turned);
        Apply(turned, x.Shape[along], rows, run.Workers);
        int[] turnedShape = Array.ConvertAll(order, other => x.Shape[other]);
        int[] back = [.. Enumerable.Range(0, x.Rank).Select(other => Array.IndexOf(order, other))];
        Permutation.Copy<float>(rows, turnedShape, back, y.Floats);
    }

    private void Apply(ReadOnlySpan<float> x, int columns, Span<float> y, Workers workers)
    {
        if (isLogarithm)
            Normalizations.LogSoftmax(x, columns, y, workers);
        else
            Normalizations.Softmax(x, columns, y, workers);
    }
}
