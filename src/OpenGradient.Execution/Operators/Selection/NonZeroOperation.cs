using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The places of the elements that are not zero, in row-major order: y[a, i] is the index along axis a of the i-th. NaN is not zero, -0 is.</summary>
internal sealed class NonZeroOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("NonZero", 1, 1, 1, static _ => new NonZeroOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type.IsNarrowFloat())
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        int elementBytes = x.Type.SizeBytes();
        int count = 0;
        for (int i = 0; i < x.ElementCount; i++)
            count += IsZero(x, i, elementBytes) ? 0 : 1;
        Value y = run.Output(0, ElementType.Int64, x.Rank, count);
        Span<long> places = y.Longs;
        int[] steps = StridedCopy.Steps(x.Shape);
        int next = 0;
        for (int i = 0; next < count; i++)
        {
            if (IsZero(x, i, elementBytes))
                continue;
            for (int axis = 0; axis < x.Rank; axis++)
                places[(axis * count) + next] = i / steps[axis] % x.Shape[axis];
            next++;
        }
    }

    private static bool IsZero(Value x, int i, int elementBytes)
    {
        if (x.Type == ElementType.Float32)
            return x.Floats[i] == 0f;
        if (x.Type == ElementType.Float64)
            return x.Words<double>()[i] == 0d;
        return !x.Bytes.Slice(i * elementBytes, elementBytes).ContainsAnyExcept((byte)0);
    }
}
