namespace OpenGradient.Kernels.Tests;

/// <summary>Numbers that kernels are tried on; the same on every machine and run.</summary>
internal static class Samples
{
    /// <summary>Borders, subnormals, infinities, NaNs of several forms.</summary>
    public static float[] Special { get; } =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 2f, float.Epsilon, -float.Epsilon, 1.1754944e-38f, -1.1754944e-38f, 1.1754942e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, Bits(0x7FC00000), Bits(0xFFC00000), Bits(0x7F800001), Bits(0xFFFFFFFF),
        88.7f, 88.8f, 89f, -87.3f, -103.9f, -104f, -104.1f, 0.55f, -0.55f, 0.5500001f, 0.921875f, 0.9218749f, 4f, -4f, 3.999f, 0.41421357f, 16777216f,
        16777217f, 8388608f, 0.70710677f, 1.4142135f, 1e-20f, -1e20f, 20f, 40f, 3.1415927f, 524288f, 1e30f, 2.5f, 3.5f, -2.5f, 1e-45f,
    ];

    /// <summary>Moderate numbers, wide ones, raw bit patterns and special ones, mixed.</summary>
    public static float[] Mixed(int count, int seed)
    {
        var random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = random.Next(8) switch
            {
                0 => Special[random.Next(Special.Length)],
                1 => Bits((uint)random.NextInt64(1L << 32)),
                2 => (random.NextSingle() - 0.5f) * 200f,
                _ => (random.NextSingle() - 0.5f) * 8f,
            };
        }

        return numbers;
    }

    /// <summary>Finite, moderate numbers.</summary>
    public static float[] Moderate(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 4f)];
    }

    /// <summary>A number by its bits.</summary>
    public static float Bits(uint bits) => BitConverter.UInt32BitsToSingle(bits);
}
