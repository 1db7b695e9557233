using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Multilinear;

/// <summary>eq and what follows from it; proof-1 section 4.</summary>
internal static class EqualityPolynomial
{
    /// <summary>eq(r, y), two points of as many coordinates.</summary>
    public static TExtension At<TExtension>(ReadOnlySpan<TExtension> r, ReadOnlySpan<TExtension> y)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension product = TExtension.One;
        for (int index = 0; index < r.Length; index++)
            product *= Factor(r[index], y[index]);
        return product;
    }

    /// <summary>eq(r, x) for every x of {0,1}^n, in the order of their indices.</summary>
    public static TExtension[] Table<TExtension>(ReadOnlySpan<TExtension> r)
        where TExtension : struct, IExtension<TExtension>
    {
        var table = new TExtension[1 << r.Length];
        table[0] = TExtension.One;
        // The least significant coordinate is put in last, so that each turn splits every entry into two neighbours.
        for (int index = 0; index < r.Length; index++)
        {
            for (int at = (1 << index) - 1; at >= 0; at--)
            {
                TExtension one = table[at] * r[index];
                table[2 * at] = table[at] - one;
                table[(2 * at) + 1] = one;
            }
        }

        return table;
    }

    /// <summary>m_d(r, y): the sum of eq(r, c) eq(y, c) over the <paramref name="cellCount"/> real cells c of an axis.</summary>
    public static TExtension Masked<TExtension>(ReadOnlySpan<TExtension> r, ReadOnlySpan<TExtension> y, long cellCount)
        where TExtension : struct, IExtension<TExtension>
    {
        if (cellCount == 1L << r.Length)
            return At(r, y);
        // c < d: the bits of both agree from the top, until d has a 1 where c has a 0; what follows in c is free.
        TExtension agreeing = TExtension.One;
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < r.Length; index++)
        {
            TExtension both = r[index] * y[index];
            TExtension neither = (TExtension.One - r[index]) * (TExtension.One - y[index]);
            bool isOne = ((cellCount >> (r.Length - 1 - index)) & 1) == 1;
            if (isOne)
                sum += agreeing * neither * At(r[(index + 1)..], y[(index + 1)..]);
            agreeing *= isOne ? both : neither;
        }

        return sum;
    }

    /// <summary>The sum of eq(r, c) over the <paramref name="cellCount"/> real cells c of an axis.</summary>
    public static TExtension Total<TExtension>(ReadOnlySpan<TExtension> r, long cellCount)
        where TExtension : struct, IExtension<TExtension>
    {
        if (cellCount == 1L << r.Length)
            return TExtension.One;
        // As above; what follows behind a 0 of c, free, adds up to 1.
        TExtension agreeing = TExtension.One;
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < r.Length; index++)
        {
            TExtension isZero = TExtension.One - r[index];
            bool isOne = ((cellCount >> (r.Length - 1 - index)) & 1) == 1;
            if (isOne)
                sum += agreeing * isZero;
            agreeing *= isOne ? r[index] : isZero;
        }

        return sum;
    }

    private static TExtension Factor<TExtension>(TExtension r, TExtension y)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension both = r * y;
        return TExtension.One - r - y + both + both;
    }
}
