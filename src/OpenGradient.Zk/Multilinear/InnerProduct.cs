using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Multilinear;

/// <summary>Σ left[i] · right[i].</summary>
internal static class InnerProduct
{
    public static TExtension Of<TExtension>(ReadOnlySpan<TExtension> left, ReadOnlySpan<TExtension> right)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < left.Length; index++)
            sum += left[index] * right[index];
        return sum;
    }

    /// <summary>Of integers: what <see cref="IExtension{TSelf}.Weigh"/> means.</summary>
    public static TExtension Of<TExtension>(ReadOnlySpan<TExtension> left, ReadOnlySpan<long> right)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < left.Length; index++)
            sum += left[index] * Goldilocks.From(right[index]);
        return sum;
    }

    public static TExtension Of<TExtension>(ReadOnlySpan<TExtension> left, ReadOnlySpan<Goldilocks> right)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < left.Length; index++)
            sum += left[index] * right[index];
        return sum;
    }
}
