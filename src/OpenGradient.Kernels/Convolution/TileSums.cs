using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>The sums of a tile [windows, 32] on their way to y [outputs, windows]: turned, the bias added, <see cref="AtLeast"/>.</summary>
internal readonly ref struct TileSums(ReadOnlySpan<float> sums, ReadOnlySpan<float> bias, float least, Span<float> y, int yStep, int outputCount)
{
    private readonly ReadOnlySpan<float> _sums = sums;
    private readonly ReadOnlySpan<float> _bias = bias; // [outputs] or empty
    private readonly Span<float> _y = y;

    /// <summary>Takes the sums of <paramref name="windowCount"/> windows to y from window <paramref name="first"/> on.</summary>
    public void Finish(int first, int windowCount)
    {
        int output = 0;
        if (Avx.IsSupported && windowCount >= Side)
        {
            for (; output + Side <= outputCount; output += Side)
            {
                Vector256<float> bias = _bias.IsEmpty ? Vector256.Create(-0f) : Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_bias), (nuint)output);
                for (int window = 0; window < windowCount; window += Side)
                    TurnSquare(Math.Min(window, windowCount - Side), first, output, bias);
            }
        }

        for (; output < outputCount; output++)
        {
            // x + (-0) = x for every x: an absent bias changes no bit.
            float bias = _bias.IsEmpty ? -0f : _bias[output];
            for (int window = 0; window < windowCount; window++)
                _y[(output * yStep) + first + window] = AtLeast.Of(_sums[(window * FilterStrips.Width) + output] + bias, least);
        }
    }

    /// <summary>Eight windows of eight outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TurnSquare(int window, int first, int output, Vector256<float> bias)
    {
        ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(_sums), (window * FilterStrips.Width) + output);
        Vector256<float> a = Load(ref source, 0, bias), b = Load(ref source, 1, bias), c = Load(ref source, 2, bias), d = Load(ref source, 3, bias);
        Vector256<float> e = Load(ref source, 4, bias), f = Load(ref source, 5, bias), g = Load(ref source, 6, bias), h = Load(ref source, 7, bias);
        Vector256<float> ab = Avx.UnpackLow(a, b), abHigh = Avx.UnpackHigh(a, b), cd = Avx.UnpackLow(c, d), cdHigh = Avx.UnpackHigh(c, d);
        Vector256<float> ef = Avx.UnpackLow(e, f), efHigh = Avx.UnpackHigh(e, f), gh = Avx.UnpackLow(g, h), ghHigh = Avx.UnpackHigh(g, h);
        ref float target = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)(((long)output * yStep) + first + window));
        Store(Low(ab, cd), Low(ef, gh), 0, ref target);
        Store(High(ab, cd), High(ef, gh), 1, ref target);
        Store(Low(abHigh, cdHigh), Low(efHigh, ghHigh), 2, ref target);
        Store(High(abHigh, cdHigh), High(efHigh, ghHigh), 3, ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Load(ref float source, nuint window, Vector256<float> bias)
    {
        Vector256<float> sum = Vector256.LoadUnsafe(ref source, window * FilterStrips.Width) + bias;
        var lowest = Vector256.Create(least);
        Vector256<float> other = Vector256.ConditionalSelect(Vector256.Equals(sum, sum), lowest, Vector256.Create(CanonicalNaN.Bits).AsSingle());
        return Vector256.ConditionalSelect(Vector256.LessThan(lowest, sum), sum, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Low(Vector256<float> x, Vector256<float> y) => Avx.Shuffle(x, y, 0b01_00_01_00);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> High(Vector256<float> x, Vector256<float> y) => Avx.Shuffle(x, y, 0b11_10_11_10);

    /// <summary>The windows 0 to 3 and 4 to 7 of two outputs, four apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector256<float> early, Vector256<float> late, int output, ref float y)
    {
        Avx.Permute2x128(early, late, 0x20).StoreUnsafe(ref Unsafe.Add(ref y, (nint)output * yStep));
        Avx.Permute2x128(early, late, 0x31).StoreUnsafe(ref Unsafe.Add(ref y, (nint)(output + 4) * yStep));
    }

    private const int Side = 8;
}
