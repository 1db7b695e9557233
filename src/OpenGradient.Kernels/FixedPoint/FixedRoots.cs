namespace OpenGradient.Kernels;

/// <summary>Square roots of 64-bit integers, rounded down.</summary>
internal static class FixedRoots
{
    /// <summary>⌊√(x · 2^shift)⌋, or 0 if x is below 0; throws <see cref="OverflowException"/> if a 64-bit integer cannot hold the product.</summary>
    public static long Root(long x, int shift)
    {
        long square = Math.Max(0, x) >> (63 - shift) == 0 ? Math.Max(0, x) << shift : throw new OverflowException();

        // Binary64 is off by at most one: its root of a 63-bit number is right to 53 bits, the root has 32.
        long root = (long)Math.Sqrt(square);
        if (root * root > square || root > MaxRoot)
            return root - 1;
        return root < MaxRoot && (root + 1) * (root + 1) <= square ? root + 1 : root;
    }

    private const long MaxRoot = 3_037_000_499; // ⌊√(2^63 - 1)⌋
}
