using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y = saturate(round((x + bias) · factor) + zero): accumulators as quantised bytes.</summary>
/// <remarks>
/// Shapes: x and y are rows, each with its own step. Types: i32 in, bytes (u8 or i8) out. Rounding: the first sum wraps and is rounded to binary32, the product is
/// rounded, then to the nearest integer, ties to even; the last sum is exact. Special values: a product that is NaN counts as 0. Aliasing: none.
/// </remarks>
internal readonly ref struct RequantizeKernel(
    ReadOnlySpan<int> x, int xStep, Span<byte> y, int yStep, int rowCount, int laneCount, Requantization requantization) : ILaneKernel
{
    private readonly ReadOnlySpan<int> _x = x;
    private readonly Span<byte> _y = y;
    private readonly Requantization _requantization = requantization;

    /// <inheritdoc/>
    public void RunScalar()
    {
        ReadOnlySpan<float> factors = _requantization.LaneFactors;
        ReadOnlySpan<int> biases = _requantization.LaneBiases;
        for (int row = 0; row < rowCount; row++)
        {
            for (int lane = 0; lane < laneCount; lane++)
            {
                float factor = factors.IsEmpty ? _requantization.RowFactor(row) : factors[lane];
                int bias = biases.IsEmpty ? _requantization.RowBias(row) : biases[lane];
                float difference = new Requantized(factor, _requantization.Low, _requantization.High).Apply(_x[(row * xStep) + lane] + bias);
                _y[(row * yStep) + lane] = ByteLanes.Sum(difference, _requantization.Zero);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Debug.Assert(rowCount > 0 && _x.Length >= ((rowCount - 1) * xStep) + laneCount && _y.Length >= ((rowCount - 1) * yStep) + laneCount, "Every element has a place.");
        nuint whole = (nuint)(laneCount & ~15);
        bool hasLaneFactors = !_requantization.LaneFactors.IsEmpty;
        bool hasLaneBiases = !_requantization.LaneBiases.IsEmpty;
        ref float laneFactors = ref MemoryMarshal.GetReference(_requantization.LaneFactors);
        ref float laneBiases = ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(_requantization.LaneBiases));
        ref float x = ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(_x));
        ref byte y = ref MemoryMarshal.GetReference(_y);
        var clip = new Clip(_requantization.Low, _requantization.High);
        int zero = _requantization.Zero;
        for (int row = 0; row < rowCount; row++)
        {
            TLanes factor = TLanes.Create(_requantization.RowFactor(row));
            TLanes bias = TLanes.CreateBits((uint)_requantization.RowBias(row));
            for (nuint lane = 0; lane < whole; lane += 16)
            {
                if (hasLaneFactors)
                    factor = TLanes.Load(ref laneFactors, lane);
                if (hasLaneBiases)
                    bias = TLanes.Load(ref laneBiases, lane);
                TLanes sum = TLanes.AddBits(TLanes.Load(ref x, lane), bias);
                TLanes.StoreBytes(ByteLanes.Round(clip.Apply(TLanes.ConvertBitsToSingle(sum) * factor), zero), ref y, lane);
            }

            x = ref Unsafe.Add(ref x, xStep);
            y = ref Unsafe.Add(ref y, yStep);
        }

        if ((int)whole < laneCount)
            RunTails<TLanes>((int)whole);
    }

    /// <summary>The last lanes of each row, in rows of sixteen.</summary>
    private void RunTails<TLanes>(int first)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int rest = laneCount - first;
        Span<int> x = stackalloc int[16];
        Span<int> biases = stackalloc int[16];
        Span<float> factors = stackalloc float[16];
        Span<byte> y = stackalloc byte[16];
        x.Clear();
        for (int row = 0; row < rowCount; row++)
        {
            _x.Slice((row * xStep) + first, rest).CopyTo(x);
            _requantization.CopyRow(row, first, factors[..rest], biases[..rest]);
            new RequantizeKernel(x, 16, y, 16, 1, 16, _requantization.With(factors, biases)).Run<TLanes>();
            y[..rest].CopyTo(_y[((row * yStep) + first)..]);
        }
    }
}
