using System.Runtime.CompilerServices;

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
}
