using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The slices along <c>axis</c>, without it the elements, whose condition holds; beyond the conditions none does. Inputs: x, condition [n].</summary>
internal sealed class CompressOperation(int? axis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Compress", 2, 2, 1, static binding => new CompressOperation(
        binding.Attributes.Integers("axis") is { } axis ? axis is [int one] ? one : throw binding.Error("axis must be one number") : null));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value condition = run.Input(1, ElementType.Bool);
        int along = axis is { } one ? run.Axis(one, x.Rank) : 0;
        int[] shape = axis is null ? [x.ElementCount] : x.Shape;
        if (condition.Rank != 1 || condition.ElementCount > shape[along])
            throw run.Error($"{condition.ElementCount} conditions do not fit {shape[along]} slices");
        ReadOnlySpan<byte> holds = condition.Bytes;
        int count = holds.Count((byte)1);
        Value y = run.Output(0, x.Type, [.. shape[..along], count, .. shape[(along + 1)..]]);
        if (y.ElementCount == 0)
            return;
        int sliceBytes = Interpreter.Shapes.ElementCount(shape, along + 1, shape.Length) * x.Type.SizeBytes();
        Span<byte> target = y.Bytes;
        for (int start = 0; start < x.Bytes.Length; start += shape[along] * sliceBytes)
        {
            for (int i = 0; i < holds.Length; i++)
            {
                if (holds[i] == 0)
                    continue;
                x.Bytes.Slice(start + (i * sliceBytes), sliceBytes).CopyTo(target);
                target = target[sliceBytes..];
            }
        }
    }
}
