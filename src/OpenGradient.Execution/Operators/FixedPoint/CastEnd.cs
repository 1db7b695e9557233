using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A <c>Cast</c>.</summary>
internal sealed class CastEnd(ElementType type, CastRule rule) : FixedChainEnd
{
    /// <inheritdoc/>
    public override ElementType Type => type;

    /// <inheritdoc/>
    public override void Run(StepRun run, ReadOnlySpan<long> block, Value y, int start)
    {
        int size = type.SizeBytes();
        Conversion.Run(ElementType.Int64, MemoryMarshal.AsBytes(block), type, y.Bytes.Slice(start * size, block.Length * size), rule);
    }
}
