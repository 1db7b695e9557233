using System.Numerics;

namespace OpenGradient.Kernels;

/// <summary>The discrete Fourier transform of one line of complex numbers; every written operation is one of <typeparamref name="T"/>, rounded once.</summary>
/// <remarks>
/// F of one number is the number. Else p is the smallest prime factor of n, m = n/p. For q = 0 … p - 1 and i = 0 … m - 1: y_i starts as x_i and takes w(r·q, p) · x_(i + m·r)
/// for r = 1 … p - 1; then, unless i·q = 0, y_i = w(i·q, n) · y_i; and F(x)_(p·k + q) = F(y)_k. w(j, n) is the <see cref="UnitCircle"/> at (j mod n)/n rounded to the type, its
/// sine negated (not for the inverse). (a, b) · (c, d) = (a·c - b·d, a·d + b·c), without fma.
/// </remarks>
internal readonly ref struct FourierTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _cos; // [n]
    private readonly ReadOnlySpan<T> _sin; // [n]

    /// <param name="turns">Scratch: two for each point; filled here.</param>
    /// <param name="isInverse">Whether w turns the other way; nothing is divided by n.</param>
    public FourierTransform(Span<T> turns, bool isInverse)
    {
        int n = turns.Length / 2;
        for (int j = 0; j < n; j++)
        {
            (double cos, double sin) = UnitCircle.At(j, n);
            turns[j] = T.CreateTruncating(cos);
            turns[n + j] = T.CreateTruncating(isInverse ? sin : -sin);
        }

        _cos = turns[..n];
        _sin = turns[n..];
    }

    /// <summary>Transforms [real parts, imaginary parts]; <paramref name="scratch"/> is as long and left undefined.</summary>
    public void Run(Span<T> line, Span<T> scratch)
    {
        int n = _cos.Length;
        Transform(line[..n], line[n..], scratch[..n], scratch[n..]);
    }

    private void Transform(Span<T> re, Span<T> im, Span<T> scratchRe, Span<T> scratchIm)
    {
        int n = re.Length;
        if (n == 1)
            return;
        int p = FourierCost.SmallestFactor(n);
        int m = n / p;
        for (int q = 0; q < p; q++)
            Split(re, im, p, q, scratchRe.Slice(q * m, m), scratchIm.Slice(q * m, m));

        // What was split is read no more: it is scratch memory of the parts.
        for (int q = 0; q < p; q++)
            Transform(scratchRe.Slice(q * m, m), scratchIm.Slice(q * m, m), re.Slice(q * m, m), im.Slice(q * m, m));
        for (int k = 0; k < n; k++)
        {
            re[k] = scratchRe[(k % p * m) + (k / p)];
            im[k] = scratchIm[(k % p * m) + (k / p)];
        }
    }

    private void Split(ReadOnlySpan<T> re, ReadOnlySpan<T> im, int p, int q, Span<T> partRe, Span<T> partIm)
    {
        int n = re.Length;
        int m = n / p;
        int stride = _cos.Length / n;
        for (int i = 0; i < m; i++)
        {
            T sumRe = re[i];
            T sumIm = im[i];
            for (int r = 1; r < p; r++)
            {
                int turn = (int)((long)r * q % p) * m * stride;
                (T productRe, T productIm) = Multiply(turn, re[i + (m * r)], im[i + (m * r)]);
                sumRe += productRe;
                sumIm += productIm;
            }

            (partRe[i], partIm[i]) = i * q == 0 ? (sumRe, sumIm) : Multiply(i * q * stride, sumRe, sumIm);
        }
    }

    private (T Re, T Im) Multiply(int turn, T re, T im) =>
        ((_cos[turn] * re) - (_sin[turn] * im), (_cos[turn] * im) + (_sin[turn] * re));
}
