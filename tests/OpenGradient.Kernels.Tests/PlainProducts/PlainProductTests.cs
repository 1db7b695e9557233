using System.Collections.Immutable;
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
        for (int round = 0; round < FixedSample.Share(60); round++)
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

    /// <summary>Weights are read in vectors: none reaches beyond the last byte or before the first.</summary>
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
                {
                    AssertEqual(new PlainMatrix(encoding.Rows!, [weights.Memory], 33, depth, depth * encoding.BlockBytes), rows, bias: [], pool: null, encoding.Name);
                    AssertEqual(new PlainMatrix(encoding.Columns!, [weights.Memory], 33, depth, 33 * encoding.BlockBytes), rows, bias: [], pool: null, encoding.Name + " in columns");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void WritePanels_AllPatternsOfHalves_WidenExactly(string name)
    {
        foreach (PlainLayout layout in (PlainLayout[])[Find(name).Rows!, Find(name).Columns!])
            CheckAllPatterns(name, layout);
    }

    [Fact]
    public void Multiply_WithEpilogue_AppliesItToEveryOutputOnce()
    {
        StoredEncoding encoding = Find("f16");
        byte[] weights = Bytes(encoding, 50 * 33, seed: 3);
        float[] x = Samples.Moderate(5 * 33, 4);
        float[] expected = new float[5 * 50];
        float[] actual = new float[5 * 50];
        var map = new PlainMatrix(encoding.Rows!, [weights], 50, 33, 33 * encoding.BlockBytes);
        float[] scratch = new float[PlainProduct.ScratchElements(5, map, 1)];
        PlainProduct.Multiply(x, 5, map, bias: default, expected, scratch);
        Elementwise.Map(default(Silu), expected, expected);

        PlainProduct.Multiply(x, 5, map, bias: default, actual, scratch, default, new UnaryEpilogue<Silu>(default));

        Assert.Equal(expected, actual);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("DOTNET_EnableAVX512", "Bits256")]
    [InlineData("DOTNET_EnableAVX2", "Bits128")]
    public void Multiply_WithPartsOfTheHardwareOff_EqualsTheDefinition(string setting, string expectedWidth) =>
        SelfRun.Require("*PlainProductTests.Multiply_EveryWidth_*", StoredEncodings.Plain.Count(), setting, expectedWidth, output);

    private static void CheckAllPatterns(string name, PlainLayout layout)
    {
        StoredEncoding encoding = Find(name);
        byte[] weights = MemoryMarshal.AsBytes<ushort>(Enumerable.Range(0, 1 << 16).Select(static bits => (ushort)bits).ToArray()).ToArray();
        int depth = weights.Length / encoding.BlockBytes / 16;
        int strideBytes = (layout == encoding.Rows ? depth : 16) * encoding.BlockBytes;

        Widths.AssertEqual(
            16 * depth,
            panel =>
            {
                layout.WritePanels(new PlainWeights(layout, weights, 16, depth, strideBytes, bias: default), panel);
                foreach (ref float element in panel)
                    element = CanonicalNaN.Of(element);
            },
            name);
    }

    /// <summary>The same weights in every layout: all make the products of the definition.</summary>
    private static void Check(StoredEncoding encoding, int rows, int depth, int outputs, int seed)
    {
        byte[] weights = Bytes(encoding, outputs * depth, seed);
        float[] bias = Samples.Moderate(outputs + 15, seed + 1);
        int pieceCount = Enumerable.Range(2, 6).FirstOrDefault(count => outputs > 0 && outputs % count == 0, 1);
        int gap = seed % 3;
        PlainMatrix[] layouts =
        [
            new(encoding.Rows!, [weights], outputs, depth, depth * encoding.BlockBytes),
            new(encoding.Rows!, Pieces(weights, pieceCount), outputs, depth, depth * encoding.BlockBytes),
            new(encoding.Columns!, [Turned(weights, outputs, depth, encoding.BlockBytes, gap)], outputs, depth, (outputs + gap) * encoding.BlockBytes),
        ];
        foreach (PlainMatrix layout in depth > 0 ? layouts : layouts[..2]) // without columns there is nothing for the first to begin at
        {
            float[] products = AssertEqual(layout, rows, seed % 2 == 0 ? [] : bias, WorkerPool.OfSize(1 + (seed % 3)), $"{encoding.Name} {rows} x {depth} x {outputs}");
            Assert.Equal(AssertEqual(layouts[0], rows, seed % 2 == 0 ? [] : bias, pool: null, encoding.Name), products);
        }
    }

    /// <summary>Multiplies with every width.</summary>
    private static float[] AssertEqual(PlainMatrix weights, int rows, float[] bias, WorkerPool? pool, string what)
    {
        float[] x = Samples.Moderate(rows * weights.Depth, rows + weights.Depth);
        float[] products = new float[rows * weights.OutputCount];
        float[] scratch = new float[PlainProduct.ScratchElements(rows, weights, 3)];
        void Multiply(Span<float> y) => PlainProduct.Multiply(x, rows, weights, bias, y, scratch, new Workers(pool, default));
        Widths.AssertEqual(products.Length, Multiply, what);
        Multiply(products);
        return products;
    }

    /// <summary>Pieces that do not lie side by side.</summary>
    private static ImmutableArray<ReadOnlyMemory<byte>> Pieces(byte[] rows, int count) =>
        [.. Enumerable.Range(0, count).Select(piece => new ReadOnlyMemory<byte>(rows[(rows.Length / count * piece)..(rows.Length / count * (piece + 1))]))];

    /// <summary>Column by column, with a few elements of no account between them.</summary>
    private static byte[] Turned(byte[] rows, int outputs, int depth, int elementBytes, int gap)
    {
        byte[] columns = new byte[(outputs + gap) * depth * elementBytes];
        for (int i = 0; i < outputs * depth; i++)
            rows.AsSpan(i * elementBytes, elementBytes).CopyTo(columns.AsSpan(((i % depth * (outputs + gap)) + (i / depth)) * elementBytes));
        return columns;
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
