using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>The sums of a tile [windows, 32] on their way to y [outputs, windows]: turned and finished.</summary>
internal readonly ref struct TileSums(ReadOnlySpan<float> sums, SumFinish finish, Span<float> y, int yStep, int outputCount)
{
    private readonly ReadOnlySpan<float> _sums = sums;
    private readonly SumFinish _finish = finish;
    private readonly Span<float> _y = y;

    /// <summary>Takes the sums of <paramref name="windowCount"/> windows to y from window <paramref name="first"/> on.</summary>
    public void Finish(int first, int windowCount)
    {
        int output = 0;
        if (Avx.IsSupported && windowCount >= Side)
        {
            for (; output + Side <= outputCount; output += Side)
            {
                Vector256<float> bias = _finish.Biases(output);
                for (int window = 0; window < windowCount; window += Side)
                    TurnSquare(Math.Min(window, windowCount - Side), first, output, bias);
            }
        }

        for (; output < outputCount; output++)
        {
            float bias = _finish.Bias(output);
            for (int window = 0; window < windowCount; window++)
            {
                int place = (output * yStep) + first + window;
                _y[place] = _finish.Of(_sums[(window * FilterStrips.Width) + output] + bias, place);
            }
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
        nint place = (nint)(((long)output * yStep) + first + window);
        Store(Low(ab, cd), Low(ef, gh), place);
        Store(High(ab, cd), High(ef, gh), place + yStep);
        Store(Low(abHigh, cdHigh), Low(efHigh, ghHigh), place + (2 * yStep));
        Store(High(abHigh, cdHigh), High(efHigh, ghHigh), place + (3 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float source, nuint window, Vector256<float> bias) =>
        Vector256.LoadUnsafe(ref source, window * FilterStrips.Width) + bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Low(Vector256<float> x, Vector256<float> y) => Avx.Shuffle(x, y, 0b01_00_01_00);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> High(Vector256<float> x, Vector256<float> y) => Avx.Shuffle(x, y, 0b11_10_11_10);

    /// <summary>The windows 0 to 3 and 4 to 7 of two outputs, four apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector256<float> early, Vector256<float> late, nint place)
    {
        Store(Avx.Permute2x128(early, late, 0x20), place);
        Store(Avx.Permute2x128(early, late, 0x31), place + (4 * (nint)yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector256<float> sums, nint place) =>
        _finish.Of(sums, place).StoreUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), place));

    private const int Side = 8;
}
