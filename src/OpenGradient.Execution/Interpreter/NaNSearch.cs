using OpenGradient.Kernels;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Looks for NaNs that do not have the one form, stretch by stretch.</summary>
internal readonly ref struct NaNSearch(ReadOnlySpan<byte> elements, ref bool isFound) : IWorkBody
{
    private readonly ReadOnlySpan<byte> _elements = elements;
    private readonly ref bool _isFound = ref isFound;

    /// <summary>Whether the binary32 elements hold such a NaN.</summary>
    public static bool FindsOther(ReadOnlySpan<byte> elements, Workers workers)
    {
        bool isFound = false;
        workers.For(new NaNSearch(elements, ref isFound), (int)(((long)elements.Length + StretchBytes - 1) / StretchBytes));
        return isFound;
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        // Whoever finds one writes the same, and For waits for all: a look that comes too early costs time, nothing else.
        int start = part * StretchBytes;
        if (!Volatile.Read(ref _isFound) && CanonicalNaN.IsNeeded(_elements.Slice(start, Math.Min(StretchBytes, _elements.Length - start))))
            Volatile.Write(ref _isFound, true);
    }

    private const int StretchBytes = 1 << 18; // some 5 µs
}
