using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>
/// What becomes of exact sums: y = T[q + 32768], q = ⌊(s · M + 2^(shift-1)) / 2^shift⌋, s = max(min(sum + bias, high), low), or q itself where there
/// is no table. Bias, bounds and M belong to an output.
/// </summary>
/// <remarks>It is made only where no sum can bring the product out of 64 bits or q out of its table: nothing is checked while it runs.</remarks>
internal sealed partial class FixedEpilogue
{
    private readonly FixedStage[] _stages; // [output]
    private readonly int _shift; // 0: no change of scale
    private readonly FixedTable? _table;
    private readonly long[] _lanes; // bias, high, low, multiplier of eight outputs after each other, outputs padded

    private readonly int[] _smallLanes; // the same of sixteen outputs, in 32 bits; none if it takes no small sums

    private FixedEpilogue(FixedStage[] stages, int shift, FixedTable? table, bool takesSmallSums)
    {
        _stages = stages;
        _shift = shift;
        _table = table;
        _lanes = InLanes(stages);
        _smallLanes = takesSmallSums ? InSmallLanes(stages) : [];
    }

    /// <summary>Whether there is a table, and the results 16-bit integers.</summary>
    public bool IsNarrow => _table is not null;

    /// <summary>The epilogue; null if one of the sums, at most <paramref name="magnitudes"/> before the bias, could go where it must not.</summary>
    public static FixedEpilogue? TryCreate(FixedStage[] stages, ReadOnlySpan<Int128> magnitudes, int shift, FixedTable? table)
    {
        bool areSmall = shift == 32 && table is { HasSmallSlope: true } or { IsLinear: false };
        for (int output = 0; output < stages.Length; output++)
        {
            if (!stages[output].IsSafe(magnitudes[output], shift, isIndex: table is not null))
                return null;
            areSmall &= stages[output].IsSmall(magnitudes[output]);
        }

        return new FixedEpilogue(stages, shift, table, areSmall);
    }

    /// <summary>Sums of one output after another, from <paramref name="firstOutput"/> on.</summary>
    public void AlongOutputs(int firstOutput, ReadOnlySpan<long> sums, Span<short> y)
    {
        int done = IsWide ? Vectors(_lanes.AsSpan(firstOutput / 8 * StageLanes), StageLanes, sums, y) : 0;
        for (int i = done; i < y.Length; i++)
            y[i] = _table!.At(Scaled(firstOutput + i, sums[i]));
    }

    /// <inheritdoc cref="AlongOutputs(int, ReadOnlySpan{long}, Span{short})"/>
    public void AlongOutputs(int firstOutput, ReadOnlySpan<long> sums, Span<long> y)
    {
        int done = IsWide ? Vectors(_lanes.AsSpan(firstOutput / 8 * StageLanes), StageLanes, sums, y) : 0;
        for (int i = done; i < y.Length; i++)
            y[i] = Scaled(firstOutput + i, sums[i]);
    }

    /// <summary>Sums of one output.</summary>
    public void OfOutput(int output, ReadOnlySpan<long> sums, Span<short> y)
    {
        int done = !IsWide ? 0 : _stages.Length == 1 ? OfOne(sums, y) : OfMany(output, sums, y);
        for (int i = done; i < y.Length; i++)
            y[i] = _table!.At(Scaled(output, sums[i]));
    }

    /// <inheritdoc cref="OfOutput(int, ReadOnlySpan{long}, Span{short})"/>
    public void OfOutput(int output, ReadOnlySpan<long> sums, Span<long> y)
    {
        int done = !IsWide ? 0 : _stages.Length == 1 ? Vectors(_lanes, 0, sums, y) : OfMany(output, sums, y);
        for (int i = done; i < y.Length; i++)
            y[i] = Scaled(output, sums[i]);
    }

    private static bool IsWide => Vector512.IsHardwareAccelerated && (LaneDispatch.Limit ?? LaneWidth.Bits512) >= LaneWidth.Bits512;

    private long Scaled(int output, long sum) => _shift == 0 ? _stages[output].Bounded(sum) : FixedScaling.Rescale(_stages[output].Bounded(sum), _stages[output].Multiplier, _shift);

    /// <summary>The last vector begins so early that nothing is left, if there is more than one.</summary>
    private int OfOne(ReadOnlySpan<long> sums, Span<short> y)
    {
        int done = Vectors(_lanes, 0, sums, y);
        return done > 0 && done < y.Length ? y.Length - 8 + Vectors(_lanes, 0, sums.Slice(y.Length - 8, 8), y.Slice(y.Length - 8, 8)) : done;
    }

    private int OfMany(int output, ReadOnlySpan<long> sums, Span<short> y)
    {
        Span<long> lanes = stackalloc long[StageLanes];
        Repeat(_stages[output], lanes);
        return Vectors(lanes, 0, sums, y);
    }

    private int OfMany(int output, ReadOnlySpan<long> sums, Span<long> y)
    {
        Span<long> lanes = stackalloc long[StageLanes];
        Repeat(_stages[output], lanes);
        return Vectors(lanes, 0, sums, y);
    }

    private static void Repeat(FixedStage stage, Span<long> lanes)
    {
        lanes[..8].Fill(stage.Bias);
        lanes.Slice(8, 8).Fill(stage.High);
        lanes.Slice(16, 8).Fill(stage.Low);
        lanes.Slice(24, 8).Fill(stage.Multiplier);
    }

    private static long[] InLanes(FixedStage[] stages)
    {
        long[] lanes = new long[(stages.Length + 7) / 8 * StageLanes];
        for (int output = 0; output < (stages.Length == 1 ? 8 : stages.Length); output++)
        {
            FixedStage stage = stages[stages.Length == 1 ? 0 : output]; // one stage serves whatever lane
            Span<long> group = lanes.AsSpan((output / 8 * StageLanes) + (output % 8));
            group[0] = stage.Bias;
            group[8] = stage.High;
            group[16] = stage.Low;
            group[24] = stage.Multiplier;
        }

        return lanes;
    }

    private const int StageLanes = 32; // eight lanes of four numbers
}
