using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <content>Sums of 32 bits, sixteen at a time: with a shift of 32 a product of two such numbers is the same as its high half.</content>
internal sealed partial class FixedEpilogue
{
    /// <summary>Whether there is a table, and no sum with its bias leaves 32 bits: then sums may come in 32 bits.</summary>
    public bool TakesSmallSums => _smallLanes.Length > 0;

    /// <inheritdoc cref="AlongOutputs(int, ReadOnlySpan{long}, Span{short})"/>
    /// <remarks>Sums that fill vectors become indices of the table where they are.</remarks>
    public void AlongOutputs(int firstOutput, Span<int> sums, Span<short> y)
    {
        int done = y.Length & ~15;
        if (IsSmallWide)
            AlongOutputs<PairLanes512>(firstOutput, sums, y[..done]);
        else if (IsSmallHalf)
            AlongOutputs<PairLanes256x2>(firstOutput, sums, y[..done]);
        else
            done = 0;
        for (int i = done; i < y.Length; i++)
            y[i] = _table!.At(Scaled(firstOutput + i, sums[i]));
    }

    /// <inheritdoc cref="OfOutput(int, ReadOnlySpan{long}, Span{short})"/>
    /// <remarks>Sums that fill vectors become indices of the table where they are.</remarks>
    public void OfOutput(int output, Span<int> sums, Span<short> y)
    {
        int done = y.Length & ~15;
        if (IsSmallWide)
            OfOutput<PairLanes512>(output, sums, y[..done]);
        else if (IsSmallHalf)
            OfOutput<PairLanes256x2>(output, sums, y[..done]);
        else
            done = 0;
        for (int i = done; i < y.Length; i++)
            y[i] = _table!.At(Scaled(output, sums[i]));
    }

    private static bool IsSmallWide => Avx512BW.IsSupported && IsWide;

    private static bool IsSmallHalf => Avx2.IsSupported && (LaneDispatch.Limit ?? LaneWidth.Bits256) >= LaneWidth.Bits256;

    private void AlongOutputs<TLanes>(int firstOutput, Span<int> sums, Span<short> y)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        Scale<TLanes>(in MemoryMarshal.GetReference(_smallLanes.AsSpan(firstOutput / 16 * SmallStageLanes)), ref MemoryMarshal.GetReference(sums), y.Length);
        LookUp<TLanes>(sums, y);
    }

    private void OfOutput<TLanes>(int output, Span<int> sums, Span<short> y)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        Scale<TLanes>(_stages[output], ref MemoryMarshal.GetReference(sums), y.Length);
        LookUp<TLanes>(sums, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<TLanes>(ref readonly int lanes, ref int sums, int count)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            nuint stage = i / 16 * SmallStageLanes;
            TLanes bounded = TLanes.Clamp(TLanes.Add(TLanes.Load(in sums, i), TLanes.Load(in lanes, stage)), TLanes.Load(in lanes, stage + 32), TLanes.Load(in lanes, stage + 16));
            TLanes.Put(TLanes.MultiplyHigh(bounded, TLanes.Load(in lanes, stage + 48)), ref sums, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<TLanes>(FixedStage stage, ref int sums, int count)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        TLanes bias = TLanes.Create((int)stage.Bias);
        TLanes high = TLanes.Create((int)Math.Min(stage.High, int.MaxValue));
        TLanes low = TLanes.Create((int)Math.Max(stage.Low, int.MinValue));
        TLanes multiplier = TLanes.Create((int)stage.Multiplier);
        for (nuint i = 0; i < (nuint)count; i += 16)
            TLanes.Put(TLanes.MultiplyHigh(TLanes.Clamp(TLanes.Add(TLanes.Load(in sums, i), bias), low, high), multiplier), ref sums, i);
    }

    private void LookUp<TLanes>(ReadOnlySpan<int> indices, Span<short> y)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        if (_table!.IsLinear)
        {
            Linear<TLanes>(in MemoryMarshal.GetReference(indices), y.Length, ref MemoryMarshal.GetReference(y));
            return;
        }

        ref readonly short zero = ref _table.Entries[FixedScaling.TableOffset];
        for (int i = 0; i < y.Length; i++)
            y[i] = Unsafe.Add(ref Unsafe.AsRef(in zero), indices[i]); // TryCreate has shown that the index is inside
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Linear<TLanes>(ref readonly int indices, int count, ref short y)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        int shift = _table!.SlopeShift;
        TLanes slope = TLanes.Create((int)(_table.Slope >> shift));
        TLanes low = TLanes.Create(_table.Low);
        TLanes high = TLanes.Create(_table.High);
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            TLanes entries = TLanes.MultiplyHigh(TLanes.ShiftLeft(TLanes.Load(in indices, i), shift), slope);
            TLanes.PutShorts(TLanes.Clamp(entries, low, high), ref y, i);
        }
    }

    private static int[] InSmallLanes(FixedStage[] stages)
    {
        int[] lanes = new int[(stages.Length + 15) / 16 * SmallStageLanes];
        for (int output = 0; output < stages.Length; output++)
            Put(stages[output], lanes.AsSpan((output / 16 * SmallStageLanes) + (output % 16)));
        return lanes;
    }

    private static void Put(FixedStage stage, Span<int> lanes)
    {
        lanes[0] = (int)stage.Bias;
        lanes[16] = (int)Math.Min(stage.High, int.MaxValue);
        lanes[32] = (int)Math.Max(stage.Low, int.MinValue);
        lanes[48] = (int)stage.Multiplier;
    }

    private const int SmallStageLanes = 64; // sixteen lanes of four numbers
}
