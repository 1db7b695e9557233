using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.StoredProducts;

public sealed class StoredProductTests(ITestOutputHelper output)
{
    public static TheoryData<string> Encodings => [.. StoredEncodings.Blocked.Select(static encoding => encoding.Name)];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_EveryWidth_EqualsTheDefinition(string name)
    {
        StoredEncoding encoding = Find(name);
        for (int round = 0; round < FixedSample.Share(40); round++)
        {
            int depth = encoding.BlockElements * (1 + (round % 9));
            int outputs = 1 + (round * 7 % 50);
            int rows = 1 + (round * 5 % 11);
            Check(encoding, rows, depth, outputs, round);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_ManyRowsAndThreads_EqualsTheDefinition(string name) => Check(Find(name), StoredProduct.RowsAtOnce + 3, 1024, 40, seed: 7);

    /// <summary>The work of a part of so deep a product is 2^32 terms, which is 0 in 32 bits.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Multiply_VeryDeep_EqualsTheDefinition() => Check(Find("q4_0"), rows: 1, depth: 1 << 25, outputs: 1, seed: 0);

    /// <summary>Tiles of every number of rows.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_EveryTile_EqualsTheDefinition(string name)
    {
        StoredEncoding encoding = Find(name);
        for (int rows = 1; rows <= (2 * RowTiles.MaxRows) + 1; rows++)
            Check(encoding, rows, encoding.BlockElements * 2, outputs: 18, seed: rows);
    }

    /// <summary>NaNs and infinities among factors and scales: what they lead to is the same with code of our own.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void Multiply_SpecialScales_EqualsTheDefinition(string name) => Check(Find(name), rows: 5, depth: 512, outputs: 32, seed: 11, [float.NaN, float.PositiveInfinity, 1e38f, 0f, -0f]);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(EmittedCode.Switch, "")]
    [InlineData("DOTNET_EnableAVX512", "Bits256")]
    [InlineData("DOTNET_EnableAVX2", "Bits128")]
    public void Multiply_WithPartsOfTheHardwareOff_EqualsTheDefinition(string setting, string expectedWidth) => SelfRun.Require(
        "*StoredProductTests.Multiply_EveryWidth_*", StoredEncodings.Blocked.Count(), setting, expectedWidth.Length > 0 ? expectedWidth : LaneDispatch.Widest.ToString(), output);

    [Fact]
    public void BlockQuantization_MixedNumbers_EqualOnEveryWidth()
    {
        float[] x = [.. Samples.Mixed(32 * 200, 3), .. new float[32], .. Enumerable.Repeat(1e-45f, 32), .. Enumerable.Repeat(float.MaxValue, 32)];
        sbyte[] expected = new sbyte[x.Length];
        sbyte[] actual = new sbyte[x.Length];
        new BlockQuantizationKernel(x, expected, new float[x.Length / 32]).RunScalar();

        Widths.AssertEqual(x.Length / 32, scales => LaneDispatch.Run(new BlockQuantizationKernel(x, actual, scales)), "block quantization");

        Assert.Equal(expected, actual);
    }

    private static void Check(StoredEncoding encoding, int rows, int depth, int outputs, int seed, params float[] firstScales)
    {
        var random = new Random(seed);
        byte[] weights = new byte[encoding.LengthBytes((long)outputs * depth)];
        random.NextBytes(weights);
        sbyte[] elements = new sbyte[rows * depth];
        float[] scales = new float[rows * depth / 32];
        LaneDispatch.Run(new BlockQuantizationKernel(Samples.Moderate(rows * depth, seed), elements, scales));
        firstScales.CopyTo(scales, 0);
        int[] sums = new int[rows * depth / 16];
        BlockRows.Sum(elements, sums);
        float[] bias = seed % 2 == 0 ? [] : Samples.Moderate(outputs, seed + 1);
        WorkerPool? pool = WorkerPool.OfSize(1 + (seed % 3));
        Widths.AssertEqual(
            rows * outputs,
            y => StoredProduct.Multiply(
                new BlockRows(elements, scales, sums, rows, depth), weights, encoding, outputs, bias, y, new float[StoredProduct.ScratchElements(rows, depth, 3)], new Workers(pool, default)),
            $"{encoding.Name} {rows} x {depth} x {outputs}");
    }

    private static StoredEncoding Find(string name) => StoredEncodings.TryFind(name, out StoredEncoding? encoding) ? encoding : throw new ArgumentException(name);
}
