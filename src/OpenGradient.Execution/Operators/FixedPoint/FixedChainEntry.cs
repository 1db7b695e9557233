using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>How the first operand of a <see cref="FixedChainOperation"/> becomes 64-bit integers.</summary>
/// <param name="Type">The type that it must have; null if a <c>Cast</c> takes any.</param>
/// <param name="Reals">How real numbers do; null if it holds none.</param>
/// <param name="Rule">The rule of the <c>Cast</c>.</param>
internal sealed record FixedChainEntry(ElementType? Type, FixedEntry? Reals, CastRule Rule)
{
    /// <summary>They are such.</summary>
    public static FixedChainEntry Integers { get; } = new(ElementType.Int64, null, CastRule.Default);

    /// <summary>The first operand.</summary>
    public Value Operand(StepRun run) => Type is { } type ? run.Input(0, type) : run.Input(0);

    /// <summary>The integers of <paramref name="length"/> elements from <paramref name="start"/> on, as many as the block is long; or of one that serves the whole block.</summary>
    public void Run(Value x, int start, int length, Span<long> block)
    {
        if (Reals is not null)
            Reals.Run(x.Floats.Slice(start, length), block[..length]);
        else if (x.Type == ElementType.Int64)
            x.Longs.Slice(start, length).CopyTo(block);
        else
            Conversion.Run(x.Type, x.Bytes.Slice(start * x.Type.SizeBytes(), length * x.Type.SizeBytes()), ElementType.Int64, MemoryMarshal.AsBytes(block[..length]), Rule);
        if (length < block.Length)
            block[length..].Fill(block[0]);
    }
}
