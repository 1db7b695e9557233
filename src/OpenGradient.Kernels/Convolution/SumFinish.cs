using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>What is done to the sums of a convolution on their way to y: one addition of the bias, one of an addend, then <see cref="AtLeast"/>.</summary>
/// <remarks>
/// Shapes: bias [outputs] or empty; addend as y, or empty. x + (-0) = x for every x: what is absent counts as -0 and changes no bit.
/// Aliasing: the addend is not y, where windows that two tiles have in common are stored twice.
/// </remarks>
internal readonly ref struct SumFinish(ReadOnlySpan<float> bias, ReadOnlySpan<float> addend, float least)
{
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly ReadOnlySpan<float> _addend = addend;
    private readonly int _kinds = least == 0f ? NegativesAreZero : EveryNumberStays;

    /// <summary>The number under which nothing goes: +0 or -∞, for which alone <see cref="_kinds"/> are those of <see cref="AtLeast"/>.</summary>
    public float Least => least;

    /// <summary>The same for some of the outputs, and for y from one of its elements on.</summary>
    public SumFinish At(int output, int place) =>
        new(_bias.IsEmpty ? _bias : _bias[output..], _addend.IsEmpty ? _addend : _addend[place..], least);

    /// <summary>The bias of an output.</summary>
    public float Bias(int output) => _bias.IsEmpty ? -0f : _bias[output];

    /// <summary>The biases of eight outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Biases(int output) => _bias.IsEmpty ? Vector256.Create(-0f) : Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_bias), (nuint)output);

    /// <summary>What y holds at a place, of a sum that has its bias.</summary>
    public float Of(float sum, int place) => AtLeast.Of(sum + (_addend.IsEmpty ? -0f : _addend[place]), least);

    /// <summary>What y holds from a place on, of sums that have their bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Of(Vector256<float> sum, nint place)
    {
        if (!_addend.IsEmpty)
            sum += Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_addend), (nuint)place);
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.Fixup(Vector256.Create(CanonicalNaN.Bits).AsSingle(), sum, Vector256.Create(_kinds), 0);
        var lowest = Vector256.Create(least);
        Vector256<float> number = Avx.IsSupported
            ? Avx.Max(sum, lowest) // the second unless the first is greater
            : Vector256.ConditionalSelect(Vector256.LessThan(lowest, sum), sum, lowest);
        return Vector256.ConditionalSelect(Vector256.Equals(sum, sum), number, Vector256.Create(CanonicalNaN.Bits).AsSingle());
    }

    /// <summary>The same of sixteen sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> sum, nint place)
    {
        if (!_addend.IsEmpty)
            sum += Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(_addend), (nuint)place);
        if (Avx512F.IsSupported)
            return Avx512F.Fixup(Vector512.Create(CanonicalNaN.Bits).AsSingle(), sum, Vector512.Create(_kinds), 0);
        var lowest = Vector512.Create(least);
        Vector512<float> other = Vector512.ConditionalSelect(Vector512.Equals(sum, sum), lowest, Vector512.Create(CanonicalNaN.Bits).AsSingle());
        return Vector512.ConditionalSelect(Vector512.LessThan(lowest, sum), sum, other);
    }

    // What vfixupimm makes of each kind of number, four bits a kind from the lowest on: quiet and signalling NaN, zero, one, -∞, +∞, negative, positive.
    // 0: what was there, the canonical NaN; 1: the number; 8: +0. Source: Intel SDM, volume 2, VFIXUPIMMPS.
    private const int NegativesAreZero = 0x18181800;
    private const int EveryNumberStays = 0x11111100;
}
