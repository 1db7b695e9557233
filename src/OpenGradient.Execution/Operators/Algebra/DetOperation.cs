using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The determinant of square matrices [..., n, n], computed in binary64 and rounded once.</summary>
internal sealed class DetOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Det", 1, 1, 1, static _ => new DetOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type is not (ElementType.Float32 or ElementType.Float64))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        if (x.Rank < 2 || x.Shape[^1] != x.Shape[^2])
            throw run.Error($"takes square matrices, not {Interpreter.Shapes.Describe(x.Shape)}");
        int n = x.Shape[^1];
        Value y = run.Output(0, x.Type, x.Shape.AsSpan(0, x.Rank - 2));
        Span<double> matrix = run.Scratch<double>(checked(n * n));
        for (int i = 0; i < y.ElementCount; i++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            for (int k = 0; k < matrix.Length; k++)
                matrix[k] = x.Type == ElementType.Float32 ? x.Floats[(i * matrix.Length) + k] : x.Words<double>()[(i * matrix.Length) + k];
            double determinant = Determinant.Of(matrix, n, run.Workers);
            if (x.Type == ElementType.Float32)
                y.Floats[i] = Number.Canonical((float)determinant);
            else
                y.WritableWords<double>()[i] = Number.Canonical(determinant);
        }
    }
}
