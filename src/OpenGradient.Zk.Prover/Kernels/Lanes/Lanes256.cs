using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Lanes;

/// <summary>Four lanes of AVX2.</summary>
/// <remarks>A product of two elements is put together from four products of halves; the reduction is that of <see cref="Goldilocks"/>.</remarks>
internal readonly struct Lanes256(Vector256<ulong> words) : IFieldLanes<Lanes256>
{
    private readonly Vector256<ulong> _words = words;

    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => Vector256<ulong>.Count;

    private static Vector256<ulong> Modulus => Vector256.Create(Goldilocks.Modulus);

    /// <summary>2^64 mod p.</summary>
    private static Vector256<ulong> Epsilon => Vector256.Create(0xFFFF_FFFFUL);

    public static Lanes256 Create(Goldilocks element) => new(Vector256.Create(element.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref readonly Goldilocks source, nuint offset) => new(Vector256.LoadUnsafe(in Words(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, ref Goldilocks destination, nuint offset) => value._words.StoreUnsafe(ref Words(in destination), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes256 Even, Lanes256 Odd) LoadPairs(ref readonly Goldilocks source, nuint offset)
    {
        Vector256<ulong> first = Vector256.LoadUnsafe(in Words(in source), offset);
        Vector256<ulong> second = Vector256.LoadUnsafe(in Words(in source), offset + (nuint)Count);
        return (new(Avx2.UnpackLow(first, second)), new(Avx2.UnpackHigh(first, second)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Lanes256 even, Lanes256 odd, ref Goldilocks destination, nuint offset)
    {
        Avx2.UnpackLow(even._words, odd._words).StoreUnsafe(ref Words(in destination), offset);
        Avx2.UnpackHigh(even._words, odd._words).StoreUnsafe(ref Words(in destination), offset + (nuint)Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadAmongPairs(ref readonly Goldilocks source, nuint offset) => new(AmongPairs(Vector256.LoadUnsafe(in Words(in source), offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadAmongPairs(ref readonly long source, nuint offset)
    {
        Vector256<long> numbers = Vector256.LoadUnsafe(in source, offset);
        Vector256<ulong> words = numbers.AsUInt64();
        return new(AmongPairs(Vector256.ConditionalSelect(Vector256.LessThan(numbers, Vector256<long>.Zero).AsUInt64(), words + Modulus, words)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right)
    {
        Vector256<ulong> missing = Modulus - right._words; // until the sum reaches p
        Vector256<ulong> sum = left._words - missing;
        return new(Vector256.ConditionalSelect(Vector256.LessThan(left._words, missing), sum + Modulus, sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right)
    {
        Vector256<ulong> difference = left._words - right._words;
        return new(Vector256.ConditionalSelect(Vector256.LessThan(left._words, right._words), difference + Modulus, difference));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right)
    {
        (Vector256<ulong> a, Vector256<ulong> b) = (left._words, right._words);
        Vector256<ulong> aHigh = a >> 32;
        Vector256<ulong> bHigh = b >> 32;
        Vector256<ulong> lowest = Product(a, b);
        Vector256<ulong> middle = Product(aHigh, b) + (lowest >> 32); // (2^32 - 1)^2 + 2^32 - 1 is below 2^64
        Vector256<ulong> cross = Product(a, bHigh) + (middle & Epsilon);
        Vector256<ulong> high = Product(aHigh, bHigh) + (middle >> 32) + (cross >> 32);
        return Reduce(high, (cross << 32) | (lowest & Epsilon));
    }

    public Goldilocks Sum()
    {
        Goldilocks sum = Goldilocks.Zero;
        for (int lane = 0; lane < Count; lane++)
            sum += Goldilocks.From(_words[lane]);
        return sum;
    }

    /// <summary>high · 2^64 + low: low less the upper half of high, and its lower half times 2^32 - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256 Reduce(Vector256<ulong> high, Vector256<ulong> low)
    {
        Vector256<ulong> upper = high >> 32;
        Vector256<ulong> lower = high & Epsilon;
        Vector256<ulong> difference = low - upper;
        difference = Vector256.ConditionalSelect(Vector256.LessThan(low, upper), difference - Epsilon, difference);
        Vector256<ulong> product = (lower << 32) - lower;
        Vector256<ulong> sum = difference + product;
        sum = Vector256.ConditionalSelect(Vector256.LessThan(sum, product), sum + Epsilon, sum);
        return new(Vector256.Min(sum, sum - Modulus)); // below p the difference wraps, and is the larger
    }

    /// <summary>Of the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> left, Vector256<ulong> right) => Avx2.Multiply(left.AsUInt32(), right.AsUInt32());

    /// <summary>The order in which unpacking leaves pairs: by turns from the first and from the second half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> AmongPairs(Vector256<ulong> words) => Avx2.Permute4x64(words, 0b11_01_10_00);

    // SAFETY: an element is its one word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ulong Words(ref readonly Goldilocks elements) => ref Unsafe.As<Goldilocks, ulong>(ref Unsafe.AsRef(in elements));
}
