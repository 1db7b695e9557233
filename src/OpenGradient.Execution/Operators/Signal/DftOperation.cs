using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The Fourier transform along an axis. Inputs: x […, 1 or 2] (real, or real and imaginary), length?, axis?.</summary>
/// <remarks>
/// <c>onesided</c>: of real x the first ⌊n/2⌋ + 1 outputs; with <c>inverse</c> x is those, and y real. <c>inverse</c>: each result is divided by n.
/// Lines are cut, or filled up with zeros, to the length. Real x is transformed in binary64, complex x in its own type.
/// </remarks>
internal sealed class DftOperation(int defaultAxis, bool isInverse, bool isOneSided) : IOperation
{
    /// <summary>The most complex products for a line: see <see cref="FourierCost"/>.</summary>
    public const long CostLimit = 1L << 28;

    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Dft", 1, 3, 1, static binding => new DftOperation(
        binding.Attributes.Integer("axis", -2), binding.Attributes.Flag("inverse", false), binding.Attributes.Flag("onesided", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type is not (ElementType.Float32 or ElementType.Float64))
            throw run.Error($"does not take {x.Type.CanonicalName()}", InvalidInputKind.Unsupported);
        if (x.Rank < 2 || x.Shape[^1] is not (1 or 2))
            throw run.Error($"takes […, 1] or […, 2], not {Interpreter.Shapes.Describe(x.Shape)}");
        int along = run.Axis(run.Has(2) ? One(run, 2, "axis") : defaultAxis, x.Rank);
        if (along == x.Rank - 1 || (isOneSided && !isInverse && x.Shape[^1] != 1))
            throw run.Error("the axis is that of the parts of a number, or a complex x is to give one side only");
        int length = run.Dimension(run.Has(1) ? One(run, 1, "length") : isOneSided && isInverse ? 2L * (x.Shape[along] - 1) : x.Shape[along]);
        if (length == 0 || FourierCost.Of(length) > CostLimit)
            throw run.Error($"a transform of {length} numbers is not possible, or takes too long", InvalidInputKind.TooLarge);
        int[] shape = [.. x.Shape];
        shape[along] = isOneSided && !isInverse ? (length / 2) + 1 : length;
        shape[^1] = isOneSided && isInverse ? 1 : 2;
        Value y = run.Output(0, x.Type, shape);
        if (x.ElementCount == 0 && y.ElementCount > 0)
            throw run.Error("there is nothing to transform");
        if (x.Type == ElementType.Float64)
            Transform<double, double>(run, x, along, length, y);
        else if (x.Shape[^1] == 1)
            Transform<float, double>(run, x, along, length, y);
        else
            Transform<float, float>(run, x, along, length, y);
    }

    private static long One(StepRun run, int input, string what) => run.Integers(input) is [long one] ? one : throw run.Error($"the {what} must be one number");

    private void Transform<TElement, T>(StepRun run, Value x, int along, int length, Value y)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var transform = new FourierTransform<T>(run.Scratch<T>(checked(2 * length)), isInverse);
        Span<T> line = run.Scratch<T>(checked(2 * length));
        Span<T> scratch = run.Scratch<T>(checked(2 * length));
        int inner = Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank - 1);
        int size = y.Shape[along];
        int parts = y.Shape[^1];
        for (int i = 0; i < (y.ElementCount == 0 ? 0 : y.ElementCount / (size * parts)); i++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            Read(x.Words<TElement>()[(((i / inner * x.Shape[along] * inner) + (i % inner)) * x.Shape[^1])..], x.Shape[along], inner * x.Shape[^1], x.Shape[^1], line);
            transform.Run(line, scratch);
            Write(line, y.WritableWords<TElement>()[(((i / inner * size * inner) + (i % inner)) * parts)..], size, inner * parts, parts);
        }
    }

    private void Read<TElement, T>(ReadOnlySpan<TElement> x, int size, int step, int parts, Span<T> line)
        where TElement : unmanaged, INumber<TElement>
        where T : unmanaged, INumber<T>
    {
        line.Clear();
        int n = line.Length / 2;
        int given = Math.Min(size, isOneSided && isInverse ? (n / 2) + 1 : n);
        for (int k = 0; k < given; k++)
        {
            line[k] = T.CreateTruncating(x[k * step]);
            line[n + k] = parts == 2 ? T.CreateTruncating(x[(k * step) + 1]) : T.Zero;
        }

        for (int k = (n / 2) + 1; isOneSided && isInverse && k < n; k++)
        {
            line[k] = line[n - k];
            line[n + k] = -line[n + n - k];
        }
    }

    private void Write<TElement, T>(ReadOnlySpan<T> line, Span<TElement> y, int size, int step, int parts)
        where TElement : unmanaged, INumber<TElement>
        where T : unmanaged, INumber<T>
    {
        int n = line.Length / 2;
        T divisor = isInverse ? T.CreateTruncating(n) : T.One;
        for (int k = 0; k < size; k++)
        {
            for (int part = 0; part < parts; part++)
                y[(k * step) + part] = Number.Canonical(TElement.CreateTruncating(line[(part * n) + k] / divisor));
        }
    }
}
