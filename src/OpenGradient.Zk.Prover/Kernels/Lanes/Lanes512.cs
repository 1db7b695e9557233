using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Lanes;

/// <summary>Eight lanes of AVX-512.</summary>
/// <remarks>A product of two elements is put together from four products of halves; the reduction is that of <see cref="Goldilocks"/>.</remarks>
internal readonly struct Lanes512(Vector512<ulong> words) : IFieldLanes<Lanes512>
{
    private readonly Vector512<ulong> _words = words;

    public static bool IsSupported => Avx512F.IsSupported;

    public static int Count => Vector512<ulong>.Count;

    private static Vector512<ulong> Modulus => Vector512.Create(Goldilocks.Modulus);

    /// <summary>2^64 mod p.</summary>
    private static Vector512<ulong> Epsilon => Vector512.Create(0xFFFF_FFFFUL);

    public static Lanes512 Create(Goldilocks element) => new(Vector512.Create(element.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(ref readonly Goldilocks source, nuint offset) => new(Vector512.LoadUnsafe(in Words(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, ref Goldilocks destination, nuint offset) => value._words.StoreUnsafe(ref Words(in destination), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes512 Even, Lanes512 Odd) LoadPairs(ref readonly Goldilocks source, nuint offset)
    {
        Vector512<ulong> first = Vector512.LoadUnsafe(in Words(in source), offset);
        Vector512<ulong> second = Vector512.LoadUnsafe(in Words(in source), offset + (nuint)Count);
        return (new(Avx512F.UnpackLow(first, second)), new(Avx512F.UnpackHigh(first, second)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Lanes512 even, Lanes512 odd, ref Goldilocks destination, nuint offset)
    {
        Avx512F.UnpackLow(even._words, odd._words).StoreUnsafe(ref Words(in destination), offset);
        Avx512F.UnpackHigh(even._words, odd._words).StoreUnsafe(ref Words(in destination), offset + (nuint)Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadAmongPairs(ref readonly Goldilocks source, nuint offset) => new(AmongPairs(Vector512.LoadUnsafe(in Words(in source), offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadAmongPairs(ref readonly long source, nuint offset)
    {
        Vector512<long> numbers = Vector512.LoadUnsafe(in source, offset);
        Vector512<ulong> words = numbers.AsUInt64();
        return new(AmongPairs(Vector512.ConditionalSelect(Vector512.LessThan(numbers, Vector512<long>.Zero).AsUInt64(), words + Modulus, words)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 left, Lanes512 right)
    {
        Vector512<ulong> missing = Modulus - right._words; // until the sum reaches p
        Vector512<ulong> sum = left._words - missing;
        return new(Vector512.ConditionalSelect(Vector512.LessThan(left._words, missing), sum + Modulus, sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 left, Lanes512 right)
    {
        Vector512<ulong> difference = left._words - right._words;
        return new(Vector512.ConditionalSelect(Vector512.LessThan(left._words, right._words), difference + Modulus, difference));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 left, Lanes512 right)
    {
        (Vector512<ulong> a, Vector512<ulong> b) = (left._words, right._words);
        Vector512<ulong> aHigh = a >> 32;
        Vector512<ulong> bHigh = b >> 32;
        Vector512<ulong> lowest = Product(a, b);
        Vector512<ulong> middle = Product(aHigh, b) + (lowest >> 32); // (2^32 - 1)^2 + 2^32 - 1 is below 2^64
        Vector512<ulong> cross = Product(a, bHigh) + (middle & Epsilon);
        Vector512<ulong> high = Product(aHigh, bHigh) + (middle >> 32) + (cross >> 32);
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
    private static Lanes512 Reduce(Vector512<ulong> high, Vector512<ulong> low)
    {
        Vector512<ulong> upper = high >> 32;
        Vector512<ulong> lower = high & Epsilon;
        Vector512<ulong> difference = low - upper;
        difference = Vector512.ConditionalSelect(Vector512.LessThan(low, upper), difference - Epsilon, difference);
        Vector512<ulong> product = (lower << 32) - lower;
        Vector512<ulong> sum = difference + product;
        sum = Vector512.ConditionalSelect(Vector512.LessThan(sum, product), sum + Epsilon, sum);
        return new(Vector512.Min(sum, sum - Modulus)); // below p the difference wraps, and is the larger
    }

    /// <summary>Of the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> left, Vector512<ulong> right) => Avx512F.Multiply(left.AsUInt32(), right.AsUInt32());

    /// <summary>The order in which unpacking leaves pairs: by turns from the first and from the second half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> AmongPairs(Vector512<ulong> words) => Avx512F.PermuteVar8x64(words, Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7));

    // SAFETY: an element is its one word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ulong Words(ref readonly Goldilocks elements) => ref Unsafe.As<Goldilocks, ulong>(ref Unsafe.AsRef(in elements));
}
