using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpenGradient.Zk.Fields;

/// <summary>An element of the field F of p = 2^64 - 2^32 + 1 elements; proof-1 section 1.</summary>
/// <remarks>
/// Always held as its representative below p, so that equal elements have equal bits. Nothing here takes a secret: times differ with values.
/// What a multiplication is made of is inlined wherever it stands: a verifier does little else, and calls took a fifth of its time.
/// </remarks>
internal readonly struct Goldilocks : IEquatable<Goldilocks>
{
    public const ulong Modulus = 0xFFFF_FFFF_0000_0001;
    public const int SizeBytes = sizeof(ulong);

    /// <summary>2^64 mod p.</summary>
    private const ulong Epsilon = 0xFFFF_FFFF;

    private const int TwoAdicity = 32;

    private Goldilocks(ulong value) => Value = value;

    public static Goldilocks Zero => default;

    public static Goldilocks One => new(1);

    /// <summary>7, a generator of the multiplicative group.</summary>
    public static Goldilocks Generator => new(7);

    /// <summary>The representative, below <see cref="Modulus"/>.</summary>
    public ulong Value { get; }

    /// <summary>The element of any number, which counts modulo p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Goldilocks From(ulong value) => new(value >= Modulus ? value - Modulus : value);

    /// <summary>The element that stands for a signed integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Goldilocks From(long value) => new(value >= 0 ? (ulong)value : unchecked(Modulus + (ulong)value)); // p is above 2^63

    /// <summary>The element of a 128-bit number, which counts modulo p.</summary>
    public static Goldilocks From(UInt128 value) => Reduce((ulong)(value >> 64), unchecked((ulong)value));

    /// <summary>Reads the one form that an element has; false if the bytes give p or more.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Goldilocks element)
    {
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        element = value < Modulus ? new(value) : Zero;
        return value < Modulus;
    }

    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, Value);

    /// <summary>An element of order 2^<paramref name="logOrder"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order does not divide p - 1.</exception>
    public static Goldilocks RootOfUnity(int logOrder)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(logOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logOrder, TwoAdicity);
        return Generator.Power((Modulus - 1) >> logOrder);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Goldilocks operator +(Goldilocks left, Goldilocks right)
    {
        ulong sum = unchecked(left.Value + right.Value);
        // Past 2^64 the sum has lost 2^64 = Epsilon (mod p), and is small enough to get it back without a carry.
        if (sum < left.Value)
            sum = unchecked(sum + Epsilon);
        return From(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Goldilocks operator -(Goldilocks left, Goldilocks right) =>
        new(unchecked(left.Value >= right.Value ? left.Value - right.Value : left.Value + (Modulus - right.Value)));

    public static Goldilocks operator -(Goldilocks element) => Zero - element;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Goldilocks operator *(Goldilocks left, Goldilocks right)
    {
        ulong high = Math.BigMul(left.Value, right.Value, out ulong low);
        return Reduce(high, low);
    }

    public static bool operator ==(Goldilocks left, Goldilocks right) => left.Value == right.Value;

    public static bool operator !=(Goldilocks left, Goldilocks right) => left.Value != right.Value;

    public Goldilocks Power(ulong exponent)
    {
        Goldilocks power = One;
        Goldilocks square = this;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                power *= square;
            square *= square;
        }

        return power;
    }

    /// <summary>1 / this; 0 for 0.</summary>
    public Goldilocks Inverse() => Power(Modulus - 2);

    public bool Equals(Goldilocks other) => this == other;

    public override bool Equals(object? obj) => obj is Goldilocks other && this == other;

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>high · 2^64 + low mod p. With high = a · 2^32 + b it is low - a + b · (2^32 - 1), because 2^96 = -1 and 2^64 = 2^32 - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Goldilocks Reduce(ulong high, ulong low)
    {
        ulong a = high >> 32;
        ulong b = high & Epsilon;
        ulong difference = unchecked(low - a);
        if (low < a)
            difference = unchecked(difference - Epsilon); // it lost 2^64 too little; at least 2^64 - 2^32 before, so it does not borrow again
        return From(difference) + From(unchecked(b * Epsilon));
    }
}
