using OpenGradient.Kernels;

namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>Copies bytes, stretch by stretch.</summary>
internal readonly ref struct CopyParts(ReadOnlySpan<byte> source, Span<byte> target) : IWorkBody
{
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly Span<byte> _target = target;

    /// <summary>Copies all, unless the workers are cancelled.</summary>
    public static void Run(ReadOnlySpan<byte> source, Span<byte> target, Workers workers) =>
        workers.For(new CopyParts(source, target), (int)(((long)source.Length + StretchBytes - 1) / StretchBytes));

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int start = part * StretchBytes;
        _source.Slice(start, Math.Min(StretchBytes, _source.Length - start)).CopyTo(_target[start..]);
    }

    private const int StretchBytes = 1 << 18; // some 5 µs
}
