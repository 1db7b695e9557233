using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Quotients and roots.</content>
internal sealed partial class CircuitBuilder
{
    private void AddQuotient(Step step, int output)
    {
        (CircuitValue x, CircuitValue y) = (CoreInput(step, 0), CoreInput(step, 1));
        int shift = ShiftOf(step);
        int divisor = AtLeast(step.Inputs[1], 1);
        Interval divisors = _values[divisor]!.Bounds;
        Interval quotients = QuotientBounds(x.Bounds * Point(BigInteger.One << shift), divisors);
        if (ShareOfSum(step.Inputs[0], step.Inputs[1]) is { } share)
            quotients = new(0, BigInteger.Min(quotients.High, share << shift));
        ImmutableArray<long> shape = BroadcastShape(x.Shape, y.Shape);
        BigInteger numerator = (x.Bounds.Size << (shift + 1)) + divisors.High; // the size of the left side
        (Limbs low, Limbs high, Limbs product) = AddQuotientLimbs(shape, quotients, divisors.High, numerator);
        Limbs remainder = AddLimbs(shape, RemainderBits(divisors.High));
        Limbs rest = AddLimbs(shape, remainder.BitCount);
        SetValue(output, ValueRole.Virtual, shape, quotients);
        AddStep(new QuotientStep(step.Inputs[0], divisor, shift, low, high, product, remainder, rest, output));
    }

    /// <summary>The quotient in one part, if for whatever fits its limbs both sides stay within less than p of each other; otherwise in two.</summary>
    private (Limbs Low, Limbs High, Limbs Product) AddQuotientLimbs(ImmutableArray<long> shape, Interval quotients, BigInteger divisor, BigInteger numerator)
    {
        BigInteger remainder = BigInteger.One << RemainderBits(divisor);
        if (numerator + (2 * divisor * LimbSize(quotients, isWhole: true)) + remainder < Goldilocks.Modulus)
            return (AddLimbs(shape, quotients, isWhole: true), Limbs.None, Limbs.None);
        int bits = QuotientPartBits - (int)divisor.GetBitLength(); // 2 low d is below 2^(QuotientPartBits + 1)
        if (bits < 1)
            throw Unsupported("divides by too large numbers");
        Interval high = new(quotients.Low >> bits, quotients.High >> bits);
        BigInteger most = (numerator + (BigInteger.One << (QuotientPartBits + 1)) + remainder) >> (bits + 1);
        Interval product = new(quotients.Low < 0 ? -most : 0, most);
        BigInteger right = (LimbSize(product, isWhole: false) << (bits + 1)) + (BigInteger.One << (QuotientPartBits + 1)) + remainder;
        if (numerator + right >= Goldilocks.Modulus || (LimbSize(high, isWhole: false) * divisor) + LimbSize(product, isWhole: false) >= Goldilocks.Modulus)
            throw Unsupported("has a quotient of too many bits for its divisor");
        return (AddLimbs(shape, bits), AddLimbs(shape, high, isWhole: false), AddLimbs(shape, product, isWhole: false));
    }

    /// <summary>No number that fits the limbs of an interval is larger in size.</summary>
    private static BigInteger LimbSize(Interval bounds, bool isWhole) => BigInteger.One << (LimbBitsOf(bounds, isWhole) - (bounds.Low < 0 ? 1 : 0));

    private static int RemainderBits(BigInteger divisor) => Limbs.WholeBits(Limbs.BitsOf((2 * divisor) - 1));

    /// <summary>Of the nearest integers to x / d, d at least 1: they grow with x, and go one way with d as long as x does not change its sign.</summary>
    private static Interval QuotientBounds(Interval x, Interval divisors)
    {
        BigInteger[] corners = [Nearest(x.Low, divisors.Low), Nearest(x.Low, divisors.High), Nearest(x.High, divisors.Low), Nearest(x.High, divisors.High)];
        return new(corners.Min(), corners.Max());
    }

    private static BigInteger Nearest(BigInteger x, BigInteger divisor)
    {
        (BigInteger quotient, BigInteger remainder) = BigInteger.DivRem(x + (divisor >> 1), divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    private void AddRoot(Step step, int output)
    {
        int shift = ShiftOf(step);
        CoreInput(step, 0);
        int x = AtLeast(step.Inputs[0], 0);
        Interval squares = _values[x]!.Bounds * Point(BigInteger.One << shift);
        RequireLimit(squares);
        Interval roots = new(FloorRoot(squares.Low), FloorRoot(squares.High));
        ImmutableArray<long> shape = _values[x]!.Shape;
        Limbs root = AddLimbs(shape, roots, isWhole: false);
        Limbs remainder = AddLimbs(shape, Limbs.BitsOf(2 * roots.High));
        Limbs rest = AddLimbs(shape, remainder.BitCount);
        SetValue(output, ValueRole.Virtual, shape, roots);
        AddStep(new RootStep(x, shift, root, remainder, rest, output));
    }

    /// <summary>Bit by bit, from the highest on.</summary>
    private static BigInteger FloorRoot(BigInteger number)
    {
        BigInteger root = 0;
        for (int bit = 31; bit >= 0; bit--)
        {
            BigInteger larger = root + (BigInteger.One << bit);
            root = larger * larger <= number ? larger : root;
        }

        return root;
    }

    /// <summary>The value itself, if it cannot be less, otherwise the larger of it and the number.</summary>
    private int AtLeast(int value, long least)
    {
        if (_values[value]!.Bounds.Low >= least)
            return value;
        int larger = AddValue();
        AddExtreme(value, AddConstant(least), isMax: true, larger);
        return larger;
    }

    private int ShiftOf(Step step)
    {
        int shift = Integer(step, "shift", 0);
        return shift is >= 0 and < 63 ? shift : throw Unsupported("has a shift that exec-1 does not allow");
    }

    private const int QuotientPartBits = 60;
}
