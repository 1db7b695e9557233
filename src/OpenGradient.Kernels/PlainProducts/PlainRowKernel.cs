using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>One row times stored rows, sixteen outputs at a time: y[o] = Σ x[k]·w[o,k] (+ b[o]), acc = fma(x, w, acc), k ascending, from +0.</summary>
/// <remarks>
/// Shapes: x [depth]; w [outputs, depth] as stored; b [outputs] or nothing; y [outputs], a multiple of sixteen. Order: one accumulator for each output, so no
/// width can change a bit. Special values: NaNs leave in the one form. Aliasing: none.
/// </remarks>
internal readonly ref struct PlainRowKernel<TElements>(ReadOnlySpan<float> x, ReadOnlySpan<byte> weights, ReadOnlySpan<float> bias, Span<float> y) : ILaneKernel
    where TElements : struct, IPlainElements
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<byte> _weights = weights;
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        _y.Clear();
        AddColumns(0, _y.Length, firstColumn: 0);
        for (int output = 0; output < _y.Length; output++)
            _y[output] = CanonicalNaN.Of(_bias.IsEmpty ? _y[output] : _y[output] + _bias[output]);
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int whole = _x.Length / PlainStep<TElements>.ElementCount * PlainStep<TElements>.ElementCount;
        for (int output = 0; output < _y.Length; output += PlainPanel.OutputCount)
        {
            Multiply<TLanes>(in MemoryMarshal.GetReference(_weights[(output * _x.Length * TElements.ByteCount)..]), whole, ref _y[output]);
            AddColumns(output, output + PlainPanel.OutputCount, whole);
            TLanes sum = TLanes.Load(in _y[output], 0);
            TLanes.Store(CanonicalNaN.Of(_bias.IsEmpty ? sum : sum + TLanes.Load(in _bias[output], 0)), ref _y[output], 0);
        }
    }

    /// <summary>The sums of sixteen outputs over the first columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private void Multiply<TLanes>(ref readonly byte rows, int columnCount, ref float sums)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint rowBytes = (nuint)(_x.Length * TElements.ByteCount);
        ref float x = ref MemoryMarshal.GetReference(_x);
        TLanes sum = TLanes.Zero;
        for (int k = 0; k < columnCount; k += PlainStep<TElements>.ElementCount)
        {
            nuint offset = (nuint)(k * TElements.ByteCount);
            PlainStep<TElements>.Prefetch(in rows, rowBytes, offset);
            TLanes.LoadColumns(in StoredBytes.At(in rows, offset), rowBytes, out TLanes first, out TLanes second, out TLanes third, out TLanes fourth);
            sum = Add(first, ref x, sum);
            sum = Add(second, ref Unsafe.Add(ref x, 4 / TElements.ByteCount), sum);
            sum = Add(third, ref Unsafe.Add(ref x, 8 / TElements.ByteCount), sum);
            sum = Add(fourth, ref Unsafe.Add(ref x, 12 / TElements.ByteCount), sum);
            x = ref Unsafe.Add(ref x, PlainStep<TElements>.ElementCount);
        }

        TLanes.Store(sum, ref sums, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Add<TLanes>(TLanes stored, ref float x, TLanes sum)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        sum = TLanes.FusedMultiplyAdd(TElements.First(stored), TLanes.Create(x), sum);
        return TElements.ByteCount == 2 ? TLanes.FusedMultiplyAdd(TElements.Second(stored), TLanes.Create(Unsafe.Add(ref x, 1)), sum) : sum;
    }

    /// <summary>The products of the columns that are left, to the sums of some outputs.</summary>
    private void AddColumns(int output, int end, int firstColumn)
    {
        for (; output < end && firstColumn < _x.Length; output++)
        {
            for (int k = firstColumn; k < _x.Length; k++)
                _y[output] = MathF.FusedMultiplyAdd(_x[k], TElements.Read(_weights[(((output * _x.Length) + k) * TElements.ByteCount)..]), _y[output]);
        }
    }
}
