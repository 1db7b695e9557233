using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Every bit of an integer flipped.</summary>
internal sealed class BitwiseNotOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("BitwiseNot", 1, 1, 1, static _ => new BitwiseNotOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (!x.Type.IsInteger() || x.Type.SizeBits() < 8)
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        Value y = run.Output(0, x.Type, x.Shape);
        ReadOnlySpan<byte> from = x.Bytes;
        Span<byte> to = y.Bytes;
        for (int i = 0; i < to.Length; i++)
            to[i] = (byte)(from[i] ^ 0xFF);
    }
}
