using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Lanes;

/// <summary>Elements of F[X] / (X² - 7) side by side: in memory as <see cref="QuadraticExtension"/> lies there, here a plane for each coefficient.</summary>
internal readonly struct ExtensionLanes<TLanes>(TLanes c0, TLanes c1) : IRing<ExtensionLanes<TLanes>, QuadraticExtension>
    where TLanes : struct, IFieldLanes<TLanes>
{
    private readonly TLanes _c0 = c0;
    private readonly TLanes _c1 = c1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<TLanes> Create(QuadraticExtension element) => new(TLanes.Create(element[0]), TLanes.Create(element[1]));

    // SAFETY: an element is its two coefficients; a kernel's range lies within its arrays, which it checked when it was made.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<TLanes> Load(QuadraticExtension[] source, int index)
    {
        (TLanes c0, TLanes c1) = TLanes.LoadPairs(in Coefficients(source), 2 * (nuint)(uint)index);
        return new(c0, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(QuadraticExtension[] destination, int index) => TLanes.StorePairs(_c0, _c1, ref Coefficients(destination), 2 * (nuint)(uint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<TLanes> operator +(ExtensionLanes<TLanes> left, ExtensionLanes<TLanes> right) => new(left._c0 + right._c0, left._c1 + right._c1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<TLanes> operator -(ExtensionLanes<TLanes> left, ExtensionLanes<TLanes> right) => new(left._c0 - right._c0, left._c1 - right._c1);

    /// <summary>Karatsuba and Ofman, as the scalar form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<TLanes> operator *(ExtensionLanes<TLanes> left, ExtensionLanes<TLanes> right)
    {
        TLanes low = left._c0 * right._c0;
        TLanes high = left._c1 * right._c1;
        TLanes cross = (left._c0 + left._c1) * (right._c0 + right._c1);
        TLanes twice = high + high;
        TLanes sixfold = twice + twice + twice;
        return new(low + high + sixfold, cross - low - high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<TLanes> operator *(ExtensionLanes<TLanes> left, TLanes right) => new(left._c0 * right, left._c1 * right);

    /// <summary>The sum of all lanes.</summary>
    public QuadraticExtension Sum() => new(_c0.Sum(), _c1.Sum());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Goldilocks Coefficients(QuadraticExtension[] elements) => ref Unsafe.As<QuadraticExtension, Goldilocks>(ref MemoryMarshal.GetArrayDataReference(elements));
}
