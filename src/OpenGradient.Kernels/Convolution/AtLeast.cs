using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>How a sum leaves a convolution: what is not above a least number becomes that number, and NaNs are canonical.</summary>
/// <remarks>With 0 this is <see cref="Relu"/>, with -∞ every number stays as it is.</remarks>
internal static class AtLeast
{
    /// <summary>The number under which nothing goes if this epilogue follows; what is left of the epilogue then.</summary>
    public static float Bound(ref Epilogue? epilogue)
    {
        if (epilogue is not UnaryEpilogue<Relu>)
            return float.NegativeInfinity;
        epilogue = null;
        return 0f;
    }

    /// <summary>One sum.</summary>
    public static float Of(float x, float least) => least < x ? x : float.IsNaN(x) ? CanonicalNaN.Of(x) : least;

    /// <summary>The same lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x, TLanes least)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectLess(least, x, x, TLanes.SelectEqual(x, x, least, TLanes.CreateBits(CanonicalNaN.Bits)));
}
