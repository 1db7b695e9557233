namespace OpenGradient.Zk.Fields;

/// <summary>F[X] / (X³ - 2), about 2^192 elements.</summary>
internal readonly struct CubicExtension(Goldilocks c0, Goldilocks c1, Goldilocks c2) : IExtension<CubicExtension>
{
    private readonly Goldilocks _c0 = c0;
    private readonly Goldilocks _c1 = c1;
    private readonly Goldilocks _c2 = c2;

    public static int Degree => 3;

    public static ReadOnlySpan<byte> Profile => "cubic"u8;

    public static int SoundnessBits => 128;

    public Goldilocks this[int index] => index == 0 ? _c0 : index == 1 ? _c1 : _c2;

    public static CubicExtension From(Goldilocks element) => new(element, Goldilocks.Zero, Goldilocks.Zero);

    public static CubicExtension From(ReadOnlySpan<Goldilocks> coefficients) => new(coefficients[0], coefficients[1], coefficients[2]);

    public static CubicExtension operator +(CubicExtension left, CubicExtension right) => new(left._c0 + right._c0, left._c1 + right._c1, left._c2 + right._c2);

    public static CubicExtension operator -(CubicExtension left, CubicExtension right) => new(left._c0 - right._c0, left._c1 - right._c1, left._c2 - right._c2);

    public static CubicExtension operator *(CubicExtension left, CubicExtension right)
    {
        Goldilocks x3 = (left._c1 * right._c2) + (left._c2 * right._c1);
        Goldilocks x4 = left._c2 * right._c2;
        return new(
            (left._c0 * right._c0) + Twice(x3),
            (left._c0 * right._c1) + (left._c1 * right._c0) + Twice(x4),
            (left._c0 * right._c2) + (left._c1 * right._c1) + (left._c2 * right._c0));
    }

    public static CubicExtension operator *(CubicExtension left, Goldilocks right) => new(left._c0 * right, left._c1 * right, left._c2 * right);

    public static bool operator ==(CubicExtension left, CubicExtension right) => left._c0 == right._c0 && left._c1 == right._c1 && left._c2 == right._c2;

    public static bool operator !=(CubicExtension left, CubicExtension right) => !(left == right);

    /// <summary>By the adjugate of the matrix that multiplication by this is; its determinant is the norm, in F.</summary>
    public CubicExtension Inverse()
    {
        Goldilocks a0 = (_c0 * _c0) - Twice(_c1 * _c2);
        Goldilocks a1 = Twice(_c2 * _c2) - (_c0 * _c1);
        Goldilocks a2 = (_c1 * _c1) - (_c0 * _c2);
        Goldilocks norm = (_c0 * a0) + Twice((_c1 * a2) + (_c2 * a1));
        return new CubicExtension(a0, a1, a2) * norm.Inverse();
    }

    public bool Equals(CubicExtension other) => this == other;

    public override bool Equals(object? obj) => obj is CubicExtension other && this == other;

    public override int GetHashCode() => HashCode.Combine(_c0, _c1, _c2);

    public override string ToString() => $"{_c0} + {_c1} X + {_c2} X²";

    private static Goldilocks Twice(Goldilocks element) => element + element;
}
