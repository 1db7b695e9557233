namespace OpenGradient.Kernels;

/// <summary>A float of 4 to 16 bits: sign, exponent, fraction.</summary>
/// <remarks>Exponent 0 means fraction · 2^(1 - bias), any other (1 + fraction) · 2^(exponent - bias), as in IEEE 754.</remarks>
internal sealed class SmallFloat
{
    private readonly int _exponentBits;
    private readonly int _fractionBits;
    private readonly int _bias;
    private readonly FloatSpecials _specials;

    private SmallFloat(int exponentBits, int fractionBits, int bias, FloatSpecials specials, int nan)
    {
        _exponentBits = exponentBits;
        _fractionBits = fractionBits;
        _bias = bias;
        _specials = specials;
        NaN = nan;
    }

    /// <summary>IEEE 754 binary16.</summary>
    public static SmallFloat Float16 { get; } = new(5, 10, 15, FloatSpecials.Ieee, 0x7E00);

    /// <summary>The upper half of a binary32.</summary>
    public static SmallFloat BFloat16 { get; } = new(8, 7, 127, FloatSpecials.Ieee, 0x7FC0);

    /// <summary><c>f8e4m3fn</c>.</summary>
    public static SmallFloat E4M3Fn { get; } = new(4, 3, 7, FloatSpecials.OnlyNaN, 0x7F);

    /// <summary><c>f8e4m3fnuz</c>.</summary>
    public static SmallFloat E4M3FnUz { get; } = new(4, 3, 8, FloatSpecials.NaNForMinusZero, 0x80);

    /// <summary><c>f8e5m2</c>.</summary>
    public static SmallFloat E5M2 { get; } = new(5, 2, 15, FloatSpecials.Ieee, 0x7E);

    /// <summary><c>f8e5m2fnuz</c>.</summary>
    public static SmallFloat E5M2FnUz { get; } = new(5, 2, 16, FloatSpecials.NaNForMinusZero, 0x80);

    /// <summary><c>f4e2m1</c>; NaN has no place in it and becomes -0.</summary>
    public static SmallFloat E2M1 { get; } = new(2, 1, 1, FloatSpecials.None, 0x8);

    /// <summary>The bits that NaN has.</summary>
    public int NaN { get; }

    private int SignBit => 1 << (_exponentBits + _fractionBits);

    /// <summary>Exponent and fraction of ones.</summary>
    private int Ones => SignBit - 1;

    private int Infinity => Ones >> _fractionBits << _fractionBits;

    /// <summary>The largest finite number.</summary>
    private int Largest => _specials switch
    {
        FloatSpecials.Ieee => Infinity - 1,
        FloatSpecials.OnlyNaN => Ones - 1,
        _ => Ones,
    };

    /// <summary>What the bits mean; exact.</summary>
    public double Decode(int bits)
    {
        int magnitude = bits & Ones;
        bool isNegative = (bits & SignBit) != 0;
        if (IsNaN(bits))
            return double.NaN;
        if (_specials == FloatSpecials.Ieee && magnitude == Infinity)
            return isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        int exponent = magnitude >> _fractionBits;
        int fraction = magnitude & ((1 << _fractionBits) - 1);
        double number = exponent == 0
            ? fraction * PowerOfTwo(1 - _bias - _fractionBits)
            : ((1 << _fractionBits) + fraction) * PowerOfTwo(exponent - _bias - _fractionBits);
        return isNegative ? -number : number;
    }

    /// <summary>The nearest number, ties to even. What is too large becomes the largest if <paramref name="saturates"/>, else infinity or else NaN.</summary>
    public int Encode(double number, bool saturates)
    {
        if (double.IsNaN(number))
            return NaN;
        int sign = double.IsNegative(number) ? SignBit : 0;
        int magnitude = Round(Math.Abs(number));
        if (magnitude > Largest)
        {
            if (saturates || _specials == FloatSpecials.None)
                return sign | Largest;
            return _specials == FloatSpecials.Ieee ? sign | Infinity : NaN;
        }

        return magnitude == 0 && _specials == FloatSpecials.NaNForMinusZero ? 0 : sign | magnitude;
    }

    private bool IsNaN(int bits) => _specials switch
    {
        FloatSpecials.Ieee => (bits & Ones) > Infinity,
        FloatSpecials.OnlyNaN => (bits & Ones) == Ones,
        FloatSpecials.NaNForMinusZero => bits == SignBit,
        _ => false,
    };

    /// <summary>Exponent and fraction of the nearest number, as if the exponent had no end.</summary>
    private int Round(double number)
    {
        if (double.IsInfinity(number))
            return int.MaxValue;
        int exponent = Math.Max((int)(BitConverter.DoubleToInt64Bits(number) >> 52) - 1023, 1 - _bias);
        // In units of the last place: exact, because the unit is a power of two. 2^fractionBits, the hidden one, counts up the exponent by itself.
        int units = (int)Math.Round(number / PowerOfTwo(exponent - _fractionBits), MidpointRounding.ToEven);
        return ((exponent + _bias - 1) << _fractionBits) + units;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((exponent + 1023L) << 52);
}
