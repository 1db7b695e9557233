using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary>Random elements, every fourth near the ends of the field or of a half word, where carries are.</summary>
internal static class Elements
{
    private static readonly ulong[] Edges = [0, 1, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000, Goldilocks.Modulus - 1, Goldilocks.Modulus - 2, Goldilocks.Modulus - 0xFFFF_FFFF, Goldilocks.Modulus >> 1];

    public static Goldilocks Next(Random random) =>
        Goldilocks.From(random.Next(4) == 0 ? Edges[random.Next(Edges.Length)] : unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)));

    public static QuadraticExtension NextPair(Random random) => new(Next(random), Next(random));

    public static Goldilocks[] Of(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Next(random))];

    public static QuadraticExtension[] Pairs(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => NextPair(random))];

    public static long[] Integers(Random random, int count) => [.. Enumerable.Range(0, count).Select(index => index % 3 == 0 ? random.Next(-200, 200) : random.NextInt64(-1L << 62, 1L << 62))];
}
