using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>One row times weights that are stored column by column: y[o] = Σ x[k]·w[k,o] (+ b[o]), acc = fma(x, w, acc), k ascending, from +0.</summary>
/// <remarks>
/// Shapes: x [depth]; w [depth, outputs] as stored; b [outputs] or nothing; y [outputs], a multiple of sixteen, which holds the sums on the way. Order: one
/// accumulator for each output, so no width can change a bit. Special values: NaNs leave in the one form. Aliasing: none.
/// </remarks>
internal readonly ref struct ColumnRowKernel<TElements>(ReadOnlySpan<float> x, ReadOnlySpan<byte> weights, int strideBytes, ReadOnlySpan<float> bias, Span<float> y) : ILaneKernel
    where TElements : struct, IPlainElements
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<byte> _weights = weights;
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int output = 0; output < _y.Length; output++)
        {
            float sum = 0f;
            for (int k = 0; k < _x.Length; k++)
                sum = MathF.FusedMultiplyAdd(_x[k], TElements.Read(_weights[((k * strideBytes) + (output * TElements.ByteCount))..]), sum);
            _y[output] = CanonicalNaN.Of(_bias.IsEmpty ? sum : sum + _bias[output]);
        }
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        _y.Clear();
        int k = 0;
        for (; k + ColumnsAtOnce <= _x.Length; k += ColumnsAtOnce)
            AddFour<TLanes>(k);
        for (; k < _x.Length; k++)
            AddOne<TLanes>(k);
        for (int output = 0; output < _y.Length; output += PlainPanel.OutputCount)
        {
            TLanes sum = TLanes.Load(in _y[output], 0);
            TLanes.Store(CanonicalNaN.Of(_bias.IsEmpty ? sum : sum + TLanes.Load(in _bias[output], 0)), ref _y[output], 0);
        }
    }

    /// <summary>The products of four columns, to the sums of all outputs: a sum is in a register for four of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private void AddFour<TLanes>(int k)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes x0 = TLanes.Create(_x[k]);
        TLanes x1 = TLanes.Create(_x[k + 1]);
        TLanes x2 = TLanes.Create(_x[k + 2]);
        TLanes x3 = TLanes.Create(_x[k + 3]);
        ref byte column = ref MemoryMarshal.GetReference(_weights[(k * strideBytes)..]);
        for (int next = 0; next < ColumnsAtOnce; next++)
            ColumnStep.Prefetch(in StoredBytes.At(in column, (nuint)(next * strideBytes)), strideBytes, _y.Length * TElements.ByteCount);
        ref float y = ref MemoryMarshal.GetReference(_y);
        for (nuint output = 0; output < (nuint)_y.Length; output += PlainPanel.OutputCount)
        {
            nuint offset = output * (nuint)TElements.ByteCount;
            TLanes sum = TLanes.Load(in y, output);
            sum = TLanes.FusedMultiplyAdd(TElements.Load<TLanes>(in StoredBytes.At(in column, offset)), x0, sum);
            sum = TLanes.FusedMultiplyAdd(TElements.Load<TLanes>(in StoredBytes.At(in column, offset + (nuint)strideBytes)), x1, sum);
            sum = TLanes.FusedMultiplyAdd(TElements.Load<TLanes>(in StoredBytes.At(in column, offset + (2 * (nuint)strideBytes))), x2, sum);
            sum = TLanes.FusedMultiplyAdd(TElements.Load<TLanes>(in StoredBytes.At(in column, offset + (3 * (nuint)strideBytes))), x3, sum);
            TLanes.Store(sum, ref y, output);
        }
    }

    /// <summary>The products of one column.</summary>
    private void AddOne<TLanes>(int k)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes x = TLanes.Create(_x[k]);
        for (int output = 0; output < _y.Length; output += PlainPanel.OutputCount)
        {
            ref readonly byte stored = ref _weights[(k * strideBytes) + (output * TElements.ByteCount)];
            TLanes.Store(TLanes.FusedMultiplyAdd(TElements.Load<TLanes>(in stored), x, TLanes.Load(in _y[output], 0)), ref _y[output], 0);
        }
    }

    private const int ColumnsAtOnce = 4;
}
