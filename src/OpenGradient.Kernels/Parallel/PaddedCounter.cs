using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>A number that threads fight over, on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct PaddedCounter
{
    /// <summary>The number.</summary>
    [FieldOffset(64)]
    public long Value;
}
