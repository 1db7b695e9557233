namespace OpenGradient.Kernels;

/// <summary>The numbers of <see cref="FixedEpilogue"/> for one output.</summary>
/// <param name="Bias">Added first.</param>
/// <param name="High">More is cut.</param>
/// <param name="Low">Less is cut.</param>
/// <param name="Multiplier">In units of 2^-shift.</param>
internal readonly record struct FixedStage(long Bias, long High, long Low, long Multiplier)
{
    /// <summary>The sum with its bias, within the bounds.</summary>
    public long Bounded(long sum) => Math.Max(Math.Min(sum + Bias, High), Low);

    /// <summary>Whether no sum of at most that magnitude leaves 64 bits on its way, or the indices of a table at its end.</summary>
    public bool IsSafe(Int128 magnitude, int shift, bool isIndex)
    {
        Int128 sum = magnitude + Int128.Abs(Bias);
        Int128 most = Int128.Max(Int128.Min(sum, High), Low);
        Int128 least = Int128.Max(Int128.Min(-sum, High), Low);
        if (sum >= Limit || (shift > 0 && Int128.Max(Int128.Abs(most), Int128.Abs(least)) > Limit / Int128.Max(1, Int128.Abs(Multiplier))))
            return false;
        return !isIndex || (IsIndex(most, shift) && IsIndex(least, shift));
    }

    /// <summary>Whether 32 bits hold every sum of at most that magnitude with its bias, the multiplier, and the bounds as far as they matter.</summary>
    public bool IsSmall(Int128 magnitude) => magnitude + Int128.Abs(Bias) <= int.MaxValue && (int)Math.Clamp(Multiplier, int.MinValue, int.MaxValue) == Multiplier
        && High >= int.MinValue && Low <= int.MaxValue;

    /// <summary>The largest magnitude that is safe; -1 if not even 0 is.</summary>
    public long SafeMagnitude(int shift, bool isIndex)
    {
        long safe = -1;
        for (long step = 1L << 61; step > 0; step >>= 1)
        {
            if (IsSafe(safe + step, shift, isIndex))
                safe += step;
        }

        return safe;
    }

    /// <summary>The index grows or falls with the sum, so that its ends tell.</summary>
    private bool IsIndex(Int128 sum, int shift)
    {
        Int128 index = ((sum * Multiplier) + ((Int128)1 << (shift - 1))) >> shift;
        return index >= short.MinValue && index <= short.MaxValue;
    }

    private static readonly Int128 Limit = (Int128)1 << 62;
}
