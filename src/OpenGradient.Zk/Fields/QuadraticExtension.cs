using System.Runtime.CompilerServices;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Fields;

/// <summary>F[X] / (X² - 7), about 2^128 elements.</summary>
internal readonly struct QuadraticExtension(Goldilocks c0, Goldilocks c1) : IExtension<QuadraticExtension>
{
    private readonly Goldilocks _c0 = c0;
    private readonly Goldilocks _c1 = c1;

    public static int Degree => 2;

    public static ReadOnlySpan<byte> Profile => "quadratic"u8;

    public static int SoundnessBits => 100;

    /// <summary>7, which is no square in F.</summary>
    private static Goldilocks NonResidue => Goldilocks.Generator;

    public Goldilocks this[int index] => index == 0 ? _c0 : _c1;

    public static QuadraticExtension From(Goldilocks element) => new(element, Goldilocks.Zero);

    public static QuadraticExtension From(ReadOnlySpan<Goldilocks> coefficients) => new(coefficients[0], coefficients[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QuadraticExtension operator +(QuadraticExtension left, QuadraticExtension right) => new(left._c0 + right._c0, left._c1 + right._c1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QuadraticExtension operator -(QuadraticExtension left, QuadraticExtension right) => new(left._c0 - right._c0, left._c1 - right._c1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QuadraticExtension operator *(QuadraticExtension left, QuadraticExtension right)
    {
        // Karatsuba and Ofman: the cross term from one product.
        Goldilocks low = left._c0 * right._c0;
        Goldilocks high = left._c1 * right._c1;
        Goldilocks cross = (left._c0 + left._c1) * (right._c0 + right._c1);
        return new(low + (NonResidue * high), cross - low - high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QuadraticExtension operator *(QuadraticExtension left, Goldilocks right) => new(left._c0 * right, left._c1 * right);

    /// <remarks>The entries of tables have 16 bits, and a verifier weighs 2^16 for each table: sums of such are reduced once a stretch.</remarks>
    /// <inheritdoc cref="IExtension{TSelf}.Weigh"/>
    public static QuadraticExtension Weigh(ReadOnlySpan<QuadraticExtension> weights, ReadOnlySpan<long> integers)
    {
        QuadraticExtension sum = default;
        for (int start = 0; start < integers.Length; start += MostShort)
        {
            ReadOnlySpan<long> stretch = integers.Slice(start, Math.Min(MostShort, integers.Length - start));
            ReadOnlySpan<QuadraticExtension> own = weights.Slice(start, stretch.Length);
            sum += stretch.ContainsAnyExceptInRange(short.MinValue, short.MaxValue) ? InnerProduct.Of(own, stretch) : WeighShort(own, stretch);
        }

        return sum;
    }

    public static bool operator ==(QuadraticExtension left, QuadraticExtension right) => left._c0 == right._c0 && left._c1 == right._c1;

    public static bool operator !=(QuadraticExtension left, QuadraticExtension right) => !(left == right);

    /// <summary>The conjugate over the norm, which lies in F.</summary>
    public QuadraticExtension Inverse()
    {
        Goldilocks inverse = ((_c0 * _c0) - (NonResidue * _c1 * _c1)).Inverse();
        return new(_c0 * inverse, -_c1 * inverse);
    }

    public bool Equals(QuadraticExtension other) => this == other;

    public override bool Equals(object? obj) => obj is QuadraticExtension other && this == other;

    public override int GetHashCode() => HashCode.Combine(_c0, _c1);

    public override string ToString() => $"{_c0} + {_c1} X";

    /// <summary>Halves of 32 bits times 16 are less than 2^47 in size, and <see cref="MostShort"/> of them at most 2^62.</summary>
    private static QuadraticExtension WeighShort(ReadOnlySpan<QuadraticExtension> weights, ReadOnlySpan<long> integers)
    {
        (long low0, long high0, long low1, long high1) = (0, 0, 0, 0);
        for (int index = 0; index < integers.Length; index++)
        {
            long integer = integers[index];
            (ulong c0, ulong c1) = (weights[index]._c0.Value, weights[index]._c1.Value);
            unchecked
            {
                low0 += (long)(c0 & uint.MaxValue) * integer;
                high0 += (long)(c0 >> 32) * integer;
                low1 += (long)(c1 & uint.MaxValue) * integer;
                high1 += (long)(c1 >> 32) * integer;
            }
        }

        return new(Join(low0, high0), Join(low1, high1));
    }

    private static Goldilocks Join(long low, long high) => Goldilocks.From(low) + (Goldilocks.From(high) * Goldilocks.From(1UL << 32));

    private const int MostShort = 1 << 15;
}
