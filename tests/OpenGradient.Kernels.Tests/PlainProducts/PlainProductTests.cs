using System.Runtime.InteropServices;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.PlainProducts;

public sealed class PlainProductTests(ITestOutputHelper output)
{
    public static TheoryData<string> Encodings => [.. StoredEncodings.Plain.Select(static encoding => encoding.Name)];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_EveryWidth_EqualsTheDefinition(string name)
    {
        for (int round = 0; round < 60; round++)
            Check(Find(name), rows: 1 + (round * 5 % 27), depth: 1 + (round * 11 % 75), outputs: 1 + (round * 7 % 50), seed: round);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_EveryNumberOfRows_EqualsTheDefinition(string name)
    {
        for (int rows = 1; rows <= (2 * RowStrips.Height) + 2; rows++)
            Check(Find(name), rows, depth: 40, outputs: 36, seed: rows);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_MoreRowsThanShareAReading_EqualsTheDefinition(string name) => Check(Find(name), PlainProduct.RowsAtOnce + 14, depth: 24, outputs: 48, seed: 7);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_SeveralParts_EqualsTheDefinition(string name)
    {
        foreach (int rows in (int[])[1, 9])
            Check(Find(name), rows, depth: 4099, outputs: 100, seed: rows);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_NoRowsNoOutputsNoDepth_WritesWhatThereIs(string name)
    {
        foreach ((int rows, int depth, int outputs) in (ReadOnlySpan<(int, int, int)>)[(0, 5, 16), (3, 5, 0), (3, 0, 17), (1, 0, 16)])
            Check(Find(name), rows, depth, outputs, seed: 1);
    }

    /// <summary>Rows are read in vectors: none reaches beyond the last byte or before the first.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_AtTheBordersOfItsMemory_StaysWithinThem(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guarded pages are made with mmap.");
        StoredEncoding encoding = Find(name);
        foreach (bool isAtEnd in (bool[])[false, true])
        {
            for (int depth = 1; depth <= 20; depth++)
            {
                using GuardedBytes weights = new(33 * depth * encoding.BlockBytes, isAtEnd);
                foreach (int rows in (int[])[1, 6])
                    AssertEqual(encoding, weights.Bytes, rows, depth, 33, bias: [], pool: null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void WritePanels_AllPatternsOfHalves_WidenExactly(string name)
    {
        StoredEncoding encoding = Find(name);
        byte[] weights = MemoryMarshal.AsBytes<ushort>(Enumerable.Range(0, 1 << 16).Select(static bits => (ushort)bits).ToArray()).ToArray();
        int depth = weights.Length / encoding.BlockBytes / 16;

        Widths.AssertEqual(
            16 * depth,
            panel =>
            {
                encoding.Rows!.WritePanels(weights, 16, depth, panel);
                foreach (ref float element in panel)
                    element = CanonicalNaN.Of(element);
            },
            name);
    }

    [Fact]
    public void Multiply_WithEpilogue_AppliesItToEveryOutputOnce()
    {
        StoredEncoding encoding = Find("f16");
        byte[] weights = Bytes(encoding, 50 * 33, seed: 3);
        float[] x = Samples.Moderate(5 * 33, 4);
        float[] expected = new float[5 * 50];
        float[] actual = new float[5 * 50];
        float[] scratch = new float[PlainProduct.ScratchElements(5, 50, 33, 1)];
        var map = new PlainWeights(encoding.Rows!, weights, 50, 33, default);
        PlainProduct.Multiply(x, 5, in map, expected, scratch);
        Elementwise.Map(default(Silu), expected, expected);

        PlainProduct.Multiply(x, 5, in map, actual, scratch, default, new UnaryEpilogue<Silu>(default));

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Bits256")]
    [InlineData("DOTNET_EnableAVX2", "Bits128")]
    public void Multiply_WithPartsOfTheHardwareOff_EqualsTheDefinition(string setting, string expectedWidth) =>
        SelfRun.Require("*PlainProductTests.Multiply_EveryWidth_*", StoredEncodings.Plain.Count(), setting, expectedWidth, output);

    private static void Check(StoredEncoding encoding, int rows, int depth, int outputs, int seed)
    {
        float[] bias = new float[(outputs + 15) / 16 * 16];
        Samples.Moderate(outputs, seed + 1).CopyTo(bias, 0);
        AssertEqual(encoding, Bytes(encoding, outputs * depth, seed), rows, depth, outputs, seed % 2 == 0 ? [] : bias, WorkerPool.OfSize(1 + (seed % 3)));
    }

    private static unsafe void AssertEqual(StoredEncoding encoding, ReadOnlySpan<byte> weights, int rows, int depth, int outputs, float[] bias, WorkerPool? pool)
    {
        // SAFETY: the pointer lives no longer than the span that it is made of.
        fixed (byte* pinned = weights)
        {
            (nint first, int count) = ((nint)pinned, weights.Length);
            float[] x = Samples.Moderate(rows * depth, rows + depth);
            float[] scratch = new float[PlainProduct.ScratchElements(rows, outputs, depth, 3)];
            Widths.AssertEqual(
                rows * outputs,
                y => PlainProduct.Multiply(x, rows, new PlainWeights(encoding.Rows!, new ReadOnlySpan<byte>((byte*)first, count), outputs, depth, bias), y, scratch, new Workers(pool, default)),
                $"{encoding.Name} {rows} x {depth} x {outputs}");
        }
    }

    /// <summary>Moderate numbers; sometimes any bits at all: subnormals, infinities, NaNs.</summary>
    private static byte[] Bytes(StoredEncoding encoding, int count, int seed)
    {
        float[] numbers = Samples.Moderate(count, seed);
        byte[] bytes = encoding.Name switch
        {
            "f32" => MemoryMarshal.AsBytes<float>(numbers).ToArray(),
            "f16" => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(numbers, static number => (Half)number)).ToArray(),
            _ => MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(numbers, static number => (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16))).ToArray(),
        };
        if (seed % 4 == 3)
            new Random(seed).NextBytes(bytes.AsSpan(0, bytes.Length / 64));
        return bytes;
    }

    private static StoredEncoding Find(string name) => StoredEncodings.TryFind(name, out StoredEncoding? encoding) ? encoding : throw new ArgumentException(name);
}
