using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Multipliers and table of a <c>FixedScale</c> that are constants, made ready: which elements need no checks, and how they are scaled.</summary>
internal sealed class FixedScaleConstants
{
    private readonly long[] _limits; // [multiplier], elements up to that magnitude are safe
    private readonly long _leastLimit;
    private readonly FixedEpilogue? _epilogue; // null: nothing is safe

    private FixedScaleConstants(long[] multipliers, int shift, FixedTable? table)
    {
        Multipliers = multipliers;
        Shift = shift;
        Table = table;
        FixedStage[] stages = [.. multipliers.Select(static multiplier => new FixedStage(0, long.MaxValue, long.MinValue, multiplier))];
        _limits = [.. stages.Select(stage => stage.SafeMagnitude(shift, isIndex: table is not null))];
        _leastLimit = _limits.Min();
        _epilogue = _leastLimit < 0 ? null : FixedEpilogue.TryCreate(stages, [.. _limits.Select(static limit => (Int128)limit)], shift, table);
    }

    /// <summary>One, or as many as the axis is long.</summary>
    public long[] Multipliers { get; }

    /// <summary>The bits behind the point.</summary>
    public int Shift { get; }

    /// <summary>The table; null if there is none.</summary>
    public FixedTable? Table { get; }

    /// <summary>Null if they are no constants, or of another form.</summary>
    public static FixedScaleConstants? TryRead(StepBinding binding, int shift)
    {
        if (binding.ReadConstant(1) is not { Type: ElementType.Int64, Rank: 1, ElementCount: > 0 } multipliers)
            return null;
        if (!binding.Has(2))
            return new FixedScaleConstants(multipliers.Longs.ToArray(), shift, null);
        return binding.ReadConstant(2) is { Type: ElementType.Int16, Rank: 1, ElementCount: FixedScaling.TableLength } table
            ? new FixedScaleConstants(multipliers.Longs.ToArray(), shift, new FixedTable(table.Words<short>().ToArray()))
            : null;
    }

    /// <summary>As <paramref name="next"/> of what the table holds: one table for both; null if there is none that does.</summary>
    public FixedScaleConstants? Then(FixedScaleConstants next)
    {
        if (Table is null || next is not { Table: { } table, Multipliers: [>= -MultiplierLimit and <= MultiplierLimit and var multiplier] })
            return null;
        short[] entries = new short[FixedScaling.TableLength];
        for (int entry = 0; entry < entries.Length; entry++)
        {
            long index = FixedScaling.Rescale(Table.At(entry - FixedScaling.TableOffset), multiplier, next.Shift);
            if ((ulong)(index + FixedScaling.TableOffset) >= FixedScaling.TableLength)
                return null;
            entries[entry] = table.At(index);
        }

        return new FixedScaleConstants(Multipliers, Shift, new FixedTable(entries));
    }

    /// <summary>Scales elements with one multiplier; false, and nothing done, if one of them needs checks.</summary>
    public bool TryRun(int multiplier, ReadOnlySpan<long> x, Value y, int position) => Table is null
        ? TryRun(multiplier, x, y.Longs.Slice(position, x.Length))
        : TryRun(multiplier, x, y.WritableWords<short>().Slice(position, x.Length));

    /// <summary>The same without a table; <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public bool TryRun(int multiplier, ReadOnlySpan<long> x, Span<long> y)
    {
        bool isSafe = _epilogue is not null && FixedScaling.IsWithin(x, _limits[multiplier]);
        if (isSafe)
            _epilogue!.OfOutput(multiplier, x, y);
        return isSafe;
    }

    /// <summary>The same with a table.</summary>
    public bool TryRun(int multiplier, ReadOnlySpan<long> x, Span<short> y)
    {
        bool isSafe = _epilogue is not null && FixedScaling.IsWithin(x, _limits[multiplier]);
        if (isSafe)
            _epilogue!.OfOutput(multiplier, x, y);
        return isSafe;
    }

    /// <summary>As the other, for rows of as many elements as there are multipliers.</summary>
    public bool TryRunRows(Value x, Value y)
    {
        if (_epilogue is null || !FixedScaling.IsWithin(x.Longs, _leastLimit))
            return false;
        for (int row = 0; row < x.ElementCount; row += Multipliers.Length)
        {
            ReadOnlySpan<long> elements = x.Longs.Slice(row, Multipliers.Length);
            if (_epilogue.IsNarrow)
                _epilogue.AlongOutputs(0, elements, y.WritableWords<short>().Slice(row, Multipliers.Length));
            else
                _epilogue.AlongOutputs(0, elements, y.Longs.Slice(row, Multipliers.Length));
        }

        return true;
    }

    private const long MultiplierLimit = 1L << 46; // times an entry stays within 64 bits
}
