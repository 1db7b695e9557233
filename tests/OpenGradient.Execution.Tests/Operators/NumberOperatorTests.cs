using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

/// <summary>Arithmetic on integers of every width against arithmetic on whole numbers, and what binary64 and the edges ask for.</summary>
public sealed class NumberOperatorTests
{
    [Fact]
    public void Arithmetic_OnEveryWidth_WrapsAsWholeNumbersDo()
    {
        Check<sbyte>(ElementType.Int8);
        Check<byte>(ElementType.UInt8);
        Check<short>(ElementType.Int16);
        Check<ushort>(ElementType.UInt16);
        Check<int>(ElementType.Int32);
        Check<uint>(ElementType.UInt32);
        Check<long>(ElementType.Int64);
        Check<ulong>(ElementType.UInt64);
    }

    [Fact]
    public void Pow_OfIntegers_MultipliesAndCuts()
    {
        long[] powers = OneStep.Run("Pow", Of(ElementType.Int64, 3L, -3L, 2L, 1L, -1L, -1L, 7L, 0L), Of(ElementType.Int64, 4L, 3L, -1L, -5L, -5L, -4L, 0L, -2L)).As<long>().ToArray();
        int[] mixed = OneStep.Run("Pow", Of(ElementType.Int32, 2, 3, 9), Of(ElementType.Float32, 10f, 2f, 0.5f)).As<int>().ToArray();
        sbyte wrapped = OneStep.Run("Pow", Of<sbyte>(ElementType.Int8, 3), Of(ElementType.UInt64, 7UL)).As<sbyte>()[0];

        Assert.Equal([81, -27, 0, 1, -1, 1, 1, 0], powers);
        Assert.Equal([1024, 9, 3], mixed);
        Assert.Equal(unchecked((sbyte)2187), wrapped);
    }

    [Fact]
    public void Wide_Functions_RoundOnceOrGoByBinary32()
    {
        double third = OneStep.Run("Div", Of(ElementType.Float64, 1.0), Of(ElementType.Float64, 3.0)).As<double>()[0];
        double root = OneStep.Run("Sqrt", Of(ElementType.Float64, 2.0)).As<double>()[0];
        double[] exponentials = OneStep.Run("Exp", Of(ElementType.Float64, 0.1, 1.0, double.NaN)).As<double>().ToArray();
        double[] rounded = OneStep.Run("Round", Of(ElementType.Float64, 2.5, -0.5, double.NegativeInfinity)).As<double>().ToArray();
        float[] narrow = OneStep.Run("Exp", Of(ElementType.Float32, 0.1f, 1f)).As<float>().ToArray();

        Assert.Equal(1.0 / 3.0, third);
        Assert.Equal(Math.Sqrt(2), root);
        Assert.Equal([narrow[0], narrow[1], double.NaN], exponentials);
        Assert.Equal([2.0, -0.0, double.NegativeInfinity], rounded);
    }

    [Fact]
    public void Reductions_OfEveryWidth_StartFromTheEndOfTheRange()
    {
        Tensor unsigned = OneStep.Run("ReduceMax", Of(ElementType.UInt64, 1UL, ulong.MaxValue, 0UL));
        Tensor signed = OneStep.Run("ReduceMin", Of<sbyte>(ElementType.Int8, 100, -128, 3));
        Tensor sum = OneStep.Run("ReduceSum", Of(ElementType.UInt8, [.. Enumerable.Repeat((byte)200, 40)]));
        Tensor mean = OneStep.Run("ReduceMean", Of(ElementType.Int16, (short)-7, (short)2));
        Tensor wide = OneStep.Run("ReduceSum", Of(ElementType.Float64, [.. Enumerable.Repeat(0.1, 33)]));
        Tensor nothing = OneStep.Run("ReduceMin", new Tensor(ElementType.Bool, [0], []));

        Assert.Equal(ulong.MaxValue, unsigned.As<ulong>()[0]);
        Assert.Equal(-128, signed.As<sbyte>()[0]);
        Assert.Equal(unchecked((byte)8000), sum.Bytes[0]);
        Assert.Equal(-2, mean.As<short>()[0]);
        Assert.Equal(3.3, wide.As<double>()[0], 12);
        Assert.Equal(1, nothing.Bytes[0]);
    }

    [Fact]
    public void MatMul_OfIntegers_Wraps()
    {
        Tensor product = OneStep.Run("MatMul", new Tensor(ElementType.UInt8, [1, 2], [200, 3]), new Tensor(ElementType.UInt8, [2, 1], [2, 5]));
        Tensor wide = OneStep.Run("MatMul", Tensor.Create<double>(ElementType.Float64, [1, 2], [1e16, 1]), Tensor.Create<double>(ElementType.Float64, [2, 1], [1, 1]));

        Assert.Equal(unchecked((byte)415), product.Bytes[0]);
        Assert.Equal(1e16 + 1, wide.As<double>()[0]);
    }

    [Theory]
    [InlineData("Add", "f16")]
    [InlineData("Less", "f8e5m2")]
    [InlineData("Neg", "i4")]
    [InlineData("ReduceSum", "bool")]
    [InlineData("ReduceL2", "i32")]
    [InlineData("ArgMax", "bf16")]
    [InlineData("MatMul", "bool")]
    [InlineData("Range", "u2")]
    public void Arithmetic_OnTypesForStorage_IsRefusedByName(string name, string type)
    {
        Assert.True(ElementTypes.TryParse(type, out ElementType element));
        var tensor = new Tensor(element, name == "Range" ? [] : [1], new byte[element.SizeBytes()]);
        Tensor[] inputs = name is "Add" or "Less" or "MatMul" ? [tensor, tensor] : name == "Range" ? [tensor, tensor, tensor] : [tensor];

        var refused = Assert.Throws<InvalidInputException>(() => OneStep.Run(name, inputs));

        Assert.Equal(InvalidInputKind.Unsupported, refused.Kind);
        Assert.Contains(type, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BitCast_OfAnyNaN_GivesTheOneNaN()
    {
        Tensor y = OneStep.Run("BitCast", ImmutableSortedDictionary<string, string>.Empty.Add("to", "f32"), Of(ElementType.UInt32, 0xFFC00001u, 0x3F800000u));

        Assert.Equal([0x7FC00000u, 0x3F800000u], y.As<uint>().ToArray());
        Assert.Throws<InvalidInputException>(() => OneStep.Run("BitCast", ImmutableSortedDictionary<string, string>.Empty.Add("to", "i16"), Of(ElementType.UInt32, 1u)));
    }

    private static void Check<T>(ElementType type)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T[] edges = [T.MinValue, T.MinValue + T.One, unchecked(T.Zero - T.One), T.Zero, T.One, T.CreateTruncating(7), T.CreateTruncating(-7), T.MaxValue - T.One, T.MaxValue];
        T[] x = [.. edges.SelectMany(_ => edges)];
        T[] y = [.. edges.SelectMany(edge => Enumerable.Repeat(edge, edges.Length))];

        Compare(type, "Add", x, y, static (a, b) => a + b);
        Compare(type, "Sub", x, y, static (a, b) => a - b);
        Compare(type, "Mul", x, y, static (a, b) => a * b);
        Compare(type, "Div", x, y, static (a, b) => b.IsZero ? 0 : BigInteger.Divide(a, b));
        Compare(type, "Mod", x, y, static (a, b) => b.IsZero ? 0 : (((a % b) + b) % b));
        Compare(type, "Max", x, y, BigInteger.Max);
        Compare(type, "Min", x, y, BigInteger.Min);
        byte[] less = OneStep.Run("Less", Of(type, x), Of(type, y)).Bytes;
        Assert.Equal(x.Zip(y, static (a, b) => a < b ? (byte)1 : (byte)0), less);
        Assert.Equal(x.Select(static a => Cut<T>(BigInteger.Abs(BigInteger.CreateChecked(a)))), OneStep.Run("Abs", Of(type, x)).As<T>().ToArray());
        Assert.Equal(x.Select(static a => Cut<T>(-BigInteger.CreateChecked(a))), OneStep.Run("Neg", Of(type, x)).As<T>().ToArray());
        Assert.Equal(x.Select(static a => Cut<T>(T.Sign(a))), OneStep.Run("Sign", Of(type, x)).As<T>().ToArray());
    }

    private static void Compare<T>(ElementType type, string name, T[] x, T[] y, Func<BigInteger, BigInteger, BigInteger> definition)
        where T : unmanaged, IBinaryInteger<T>
    {
        T[] actual = OneStep.Run(name, Of(type, x), Of(type, y)).As<T>().ToArray();

        for (int i = 0; i < x.Length; i++)
            Assert.True(Cut<T>(definition(BigInteger.CreateChecked(x[i]), BigInteger.CreateChecked(y[i]))) == actual[i], $"{name} {type}: {x[i]}, {y[i]} gives {actual[i]}");
    }

    private static T Cut<T>(BigInteger number)
        where T : IBinaryInteger<T> => T.CreateTruncating(number);

    private static Tensor Of<T>(ElementType type, params T[] elements)
        where T : unmanaged => Tensor.Create<T>(type, [elements.Length], elements);
}
