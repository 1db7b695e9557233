using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Border;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>The binary32 numbers of the verifier are those of the engine, bit for bit.</summary>
public sealed class BorderTests
{
    /// <summary>Every sign and exponent, with fractions at both ends, in the middle and around ties.</summary>
    private static readonly uint[] Numbers =
    [
        .. from head in Enumerable.Range(0, 512)
           from fraction in (uint[])[0, 1, 2, 3, 0x3F_FFFF, 0x40_0000, 0x40_0001, 0x55_5555, 0x7F_FFFD, 0x7F_FFFE, 0x7F_FFFF]
           select ((uint)head << 23) | fraction,
        .. from seed in Enumerable.Range(0, 60_000) select (uint)seed * 0x9E37_79B1,
    ];

    public static TheoryData<uint> Factors() => [0x3F80_0000, 0xBF80_0000, 0, 0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7F80_0001, 1, 0x007F_FFFF, 0x3EAA_AAAB, 0x4B00_0000, 0xC780_0000, 0x0080_0000, 0x7F7F_FFFF];

    [Theory]
    [MemberData(nameof(Factors))]
    public void Multiply_IsTheEngines(uint factor) =>
        Assert.Equal(Run("Mul", [], factor), Array.ConvertAll(Numbers, number => Binary32.Multiply(Binary32.Canonical(number), Binary32.Canonical(factor))));

    [Fact]
    public void Round_IsTheEngines() =>
        Assert.Equal(Run("Round", []), Array.ConvertAll(Numbers, static number => Binary32.Round(Binary32.Canonical(number))));

    [Theory]
    [InlineData(0xC2FE_0000, 0x42FE_0000)]
    [InlineData(0x8000_0000, 0x0000_0000)]
    [InlineData(0x3F80_0000, 0xBF80_0000)]
    [InlineData(0xFF80_0000, 0x7F80_0000)]
    [InlineData(0x7FC0_0000, 0x7FC0_0000)]
    public void Clip_IsTheEngines(uint low, uint high) => Assert.Equal(
        Run("Clip", [new("low", $"0x{low:X8}"), new("high", $"0x{high:X8}")]),
        Array.ConvertAll(Numbers, number => Binary32.Clip(Binary32.Canonical(number), low, high)));

    [Theory]
    [InlineData("i8", ElementType.Int8)]
    [InlineData("i16", ElementType.Int16)]
    [InlineData("i32", ElementType.Int32)]
    [InlineData("i64", ElementType.Int64)]
    [InlineData("u8", ElementType.UInt8)]
    [InlineData("u16", ElementType.UInt16)]
    [InlineData("u32", ElementType.UInt32)]
    [InlineData("bool", ElementType.Bool)]
    public void CastToIntegers_IsTheEngines(string to, ElementType type)
    {
        Tensor expected = RunProgram("Cast", [new("to", to)], Tensor.Create<uint>(ElementType.Float32, [Numbers.Length], Numbers));

        long[] actual = Array.ConvertAll(Numbers, number => ElementBytes.FromFloat(type, Binary32.Canonical(number)));

        Assert.Equal(expected.Bytes, ElementBytes.Write(type, actual));
    }

    [Fact]
    public void CastToFloats_IsTheEngines()
    {
        long[] integers =
        [
            long.MinValue, long.MaxValue, 0, .. from bit in Enumerable.Range(0, 63) from near in (long[])[-3, -1, 0, 1, 2, 3] select (1L << bit) + near,
            .. from seed in Enumerable.Range(0, 60_000) select unchecked(seed * -0x61C8_8646_80B5_83EBL) >> (seed % 60),
        ];
        Tensor expected = RunProgram("Cast", [new("to", "f32")], Tensor.Create<long>(ElementType.Int64, [integers.Length], integers));

        Assert.Equal(expected.Bytes, ElementBytes.Write(Array.ConvertAll(integers, Binary32.FromInteger)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void CastFromAndToBinary64_IsTheHardwares()
    {
        for (uint step = 0; step < 1_000_000; step++)
        {
            ulong bits = unchecked(step * 0x9E37_79B9_7F4A_7C15UL);
            bits = step % 4 == 0 ? bits : (bits & 0x800F_FFFF_FFFF_FFFF) | ((ulong)(850 + (step % 310)) << 52); // also where binary32 has subnormals and ends
            Assert.Equal(Binary32.Canonical(BitConverter.SingleToUInt32Bits((float)BitConverter.UInt64BitsToDouble(bits))), Binary32.FromBinary64(bits));
            uint narrow = Binary32.Canonical(unchecked((uint)bits));
            if (narrow != Binary32.NaN)
                Assert.Equal(BitConverter.DoubleToUInt64Bits(BitConverter.UInt32BitsToSingle(narrow)), Binary32.ToBinary64(narrow));
        }
    }

    /// <summary>Whatever the hardware says, too: many more products than the engine is asked for.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Multiply_IsTheHardwares()
    {
        for (uint step = 0; step < 3_000_000; step++)
        {
            (uint x, uint y) = (unchecked(step * 0x9E37_79B1), unchecked(step * 0x85EB_CA77) ^ 0x3F80_0000);
            float product = BitConverter.UInt32BitsToSingle(Binary32.Canonical(x)) * BitConverter.UInt32BitsToSingle(Binary32.Canonical(y));
            Assert.Equal(Binary32.Canonical(BitConverter.SingleToUInt32Bits(product)), Binary32.Multiply(x, y));
        }
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 3 })]
    [InlineData(new long[] { 2, 1, 4 }, new long[] { 3, 1 })]
    [InlineData(new long[] { }, new long[] { 2, 2 })]
    public void Broadcast_IsTheEngines(long[] left, long[] right)
    {
        var joined = Broadcasting.TryJoin([.. left], [.. right])!.Value;
        float[] x = [.. Enumerable.Range(1, (int)left.Aggregate(1L, static (product, size) => product * size)).Select(static number => number * 1.5f)];
        float[] y = [.. Enumerable.Range(1, (int)right.Aggregate(1L, static (product, size) => product * size)).Select(static number => number * 0.7f)];
        Program program = new([new("x", ElementType.Float32, Texts(left)), new("y", ElementType.Float32, Texts(right))], [], [new Step("Mul", [0, 1], 1, ImmutableSortedDictionary<string, string>.Empty, true)], [new("z", 2)]);

        Tensor expected = Executable.Load(program, new NoConstants()).Run([Tensor.Create<float>(ElementType.Float32, [.. left], x), Tensor.Create<float>(ElementType.Float32, [.. right], y)], default).Outputs[0];

        Assert.Equal(expected.Shape, joined);
        Assert.Equal(expected.As<float>().ToArray(), Broadcasting.PlacesOf([.. left], joined).Zip(Broadcasting.PlacesOf([.. right], joined)).Select(places => x[places.First] * y[places.Second]));
    }

    private static ImmutableArray<string> Texts(long[] shape) => [.. shape.Select(static size => $"{size}")];

    private static uint[] Run(string name, KeyValuePair<string, string>[] settings, params uint[] factor) => RunProgram(
        name, settings, [Tensor.Create<uint>(ElementType.Float32, [Numbers.Length], Numbers), .. factor.Select(static bits => Tensor.Create<uint>(ElementType.Float32, [1], [bits]))]).As<uint>().ToArray();

    private static Tensor RunProgram(string name, KeyValuePair<string, string>[] settings, params Tensor[] inputs)
    {
        Program program = new(
            [.. inputs.Select(static (input, index) => new ProgramInput($"x{index}", input.Type, [.. input.Shape.Select(static size => $"{size}")]))],
            [],
            [new Step(name, [.. Enumerable.Range(0, inputs.Length)], 1, settings.ToImmutableSortedDictionary(StringComparer.Ordinal), true)],
            [new("y", inputs.Length)]);
        return Executable.Load(program, new NoConstants()).Run(inputs, default).Outputs[0];
    }

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => throw new InvalidInputException(InvalidInputKind.NotFound, "constant", "There are none.");
    }
}
