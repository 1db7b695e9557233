using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A comparison with broadcasting; the result is <c>bool</c>. Comparisons with NaN are false.</summary>
internal sealed class ComparisonOperation<TRelation> : IOperation
    where TRelation : struct, INumberRelation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name) => new(name, 2, 2, 1, static _ => new ComparisonOperation<TRelation>());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value y = run.Input(1, x.Type);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        var task = new Task(run, x, y, shape);
        if (!NumberTypes.TryRun(Comparable(x.Type), ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    /// <summary>Small integers have the bytes of 8-bit ones.</summary>
    private static ElementType Comparable(ElementType type) => type switch
    {
        ElementType.Int4 or ElementType.Int2 => ElementType.Int8,
        ElementType.UInt4 or ElementType.UInt2 => ElementType.UInt8,
        _ => type,
    };

    private readonly struct Task(StepRun run, Value x, Value y, int[] shape) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            Value z = run.Output(0, ElementType.Bool, shape);
            var walk = Broadcast.Over(shape, x.Shape, y.Shape);
            while (walk.Next())
            {
                ReadOnlySpan<T> left = walk.Slice(0, x.Words<T>());
                ReadOnlySpan<T> right = walk.Slice(1, y.Words<T>());
                Span<byte> part = z.Bytes.Slice(walk.OutputOffset, walk.RunLength);
                for (int i = 0; i < part.Length; i++)
                    part[i] = TRelation.Holds(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]) ? (byte)1 : (byte)0;
            }
        }
    }
}
