using System.Numerics;

namespace OpenGradient.Kernels;

/// <summary>A table of 65,536 entries; where all of them are a rounded multiple of the index kept within bounds, that is worked out in place of a look-up.</summary>
/// <remarks>So it is with changes of scale, <c>Relu</c> and <c>Clip</c>. Every entry is compared before the multiple is believed.</remarks>
internal sealed class FixedTable
{
    private readonly short[] _entries;

    /// <param name="entries">Entry q + 32,768 is that of q.</param>
    public FixedTable(short[] entries)
    {
        Low = entries.Min();
        High = entries.Max();
        long slope = FindSlope(entries);
        SlopeShift = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)slope) - 31);
        Slope = slope >> SlopeShift << SlopeShift;
        IsLinear = Holds(entries);
        if (!IsLinear)
        {
            Slope = slope;
            IsLinear = Holds(entries);
        }

        _entries = IsLinear ? [] : entries;
    }

    /// <summary>The entries; none if the table is linear.</summary>
    public ReadOnlySpan<short> Entries => _entries;

    /// <summary>Whether every entry is ⌊q · slope / 2^32 + 1/2⌋, kept from <see cref="Low"/> to <see cref="High"/>.</summary>
    public bool IsLinear { get; }

    /// <summary>The factor, in units of 2^-32.</summary>
    public long Slope { get; }

    /// <summary>By how many bits the slope is shifted to have 32: at most 16.</summary>
    public int SlopeShift { get; }

    /// <summary>Whether nothing of the slope is lost that way.</summary>
    public bool HasSmallSlope => Slope >> SlopeShift << SlopeShift == Slope;

    /// <summary>The smallest entry.</summary>
    public short Low { get; }

    /// <summary>The largest entry.</summary>
    public short High { get; }

    /// <summary>The entry of q.</summary>
    public short At(long q) => IsLinear ? (short)Linear(q) : _entries[(int)q + FixedScaling.TableOffset];

    private bool Holds(short[] entries)
    {
        for (int index = 0; index < entries.Length; index++)
        {
            if (Linear(index - FixedScaling.TableOffset) != entries[index])
                return false;
        }

        return true;
    }

    private long Linear(long q) => Math.Clamp(FixedScaling.Rescale(q, Slope, 32), Low, High);

    /// <summary>The middle of the factors that give every entry between the bounds; each entry y of q leaves those from (y - 1/2) / q to (y + 1/2) / q.</summary>
    private long FindSlope(short[] entries)
    {
        double least = 0;
        double most = short.MaxValue;
        for (int index = 0; index < entries.Length; index++)
        {
            double q = index - FixedScaling.TableOffset;
            double y = entries[index];
            if (q == 0 || y <= Low || y >= High)
                continue;
            double one = (y - 0.5) / q;
            double other = (y + 0.5) / q;
            least = Math.Max(least, Math.Min(one, other));
            most = Math.Min(most, Math.Max(one, other));
        }

        return (long)Math.Round(Math.ScaleB((least + most) / 2, 32));
    }
}
