namespace OpenGradient.Execution.Tests.Operators;

/// <summary>Numbers that operators are tried on; the same on every machine and run.</summary>
internal static class Numbers
{
    public static float[] Moderate(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 4f)];
    }

    public static int[] Bits(ReadOnlySpan<float> numbers) => [.. numbers.ToArray().Select(BitConverter.SingleToInt32Bits)];
}
