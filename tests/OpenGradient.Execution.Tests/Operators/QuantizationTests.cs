using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

public sealed class QuantizationTests
{
    [Theory]
    [InlineData(0.5f, 10)]
    [InlineData(1.5f, 12)]
    [InlineData(-2.5f, 8)]
    [InlineData(1e9f, 255)]
    [InlineData(-1e9f, 0)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(float.NaN, 10)]
    public void Quantize_ToBytes_RoundsTiesToEvenThenAddsAndSaturates(float x, byte expected) =>
        Assert.Equal(expected, new SingleStep("QuantizeLinear").Input([x], 1).Input([1f], 1).Input(Bytes(ElementType.UInt8, 10)).Run()[0].Bytes[0]);

    [Theory]
    [InlineData(ElementType.Int4, -8, 7)]
    [InlineData(ElementType.UInt2, 0, 3)]
    [InlineData(ElementType.Int8, -128, 127)]
    public void Quantize_ToASmallType_KeepsItsRange(ElementType type, int low, int high)
    {
        byte[] y = new SingleStep("QuantizeLinear").With("to", type.CanonicalName()).Input([-1000f, 1000f], 2).Input([0.5f], 1).Run()[0].Bytes;

        Assert.Equal([unchecked((byte)low), (byte)high], y);
    }

    [Fact]
    public void Quantize_AnyLayoutOfScales_IsThatOfSingleElements()
    {
        float[] x = Numbers.Moderate(3 * 70 * 2, 1);
        foreach ((int axis, long[] scaleShape, int block) in new (int, long[], int)[] { (0, [3], 0), (1, [70], 0), (2, [2], 0), (1, [3, 8, 2], 9), (2, [3, 70, 1], 2), (0, [2, 70, 2], 2) })
        {
            int count = (int)scaleShape.Aggregate(static (a, b) => a * b);
            float[] scales = [.. Numbers.Moderate(count, 2).Select(static scale => Math.Abs(scale) + 0.01f)];
            byte[] zeros = [.. Enumerable.Range(0, count).Select(static i => (byte)(i * 7))];

            Tensor y = new SingleStep("QuantizeLinear").With("axis", $"{axis}").With("block", $"{block}").Input(x, 3, 70, 2).Input(scales, scaleShape)
                .Input(new Tensor(ElementType.UInt8, [.. scaleShape], zeros)).Run()[0];
            float[] back = new SingleStep("DequantizeLinear").With("axis", $"{axis}").With("block", $"{block}").Input(y).Input(scales, scaleShape)
                .Input(new Tensor(ElementType.UInt8, [.. scaleShape], zeros)).Floats();

            for (int i = 0; i < x.Length; i++)
            {
                int at = ScaleOf(i, axis, scaleShape, block);
                Assert.Equal((byte)Math.Clamp((int)MathF.Round(x[i] / scales[at], MidpointRounding.ToEven) + zeros[at], 0, 255), y.Bytes[i]);
                Assert.Equal((y.Bytes[i] - zeros[at]) * scales[at], back[i]);
            }
        }
    }

    [Fact]
    public void Quantize_ScalesThatDoNotFit_IsRefused() => Assert.Contains(
        "do not fit", new SingleStep("QuantizeLinear").Input([1f, 2f], 1, 2).Input([1f, 1f, 1f], 3).Refused().Message, StringComparison.Ordinal);

    [Fact]
    public void Requantize_BiasesFactorsAndRelu_AreThoseOfTheirChannel()
    {
        Tensor x = Tensor.Create<int>(ElementType.Int32, [1, 2, 2], [10, -10, 3, int.MaxValue]);
        Tensor bias = Tensor.Create<int>(ElementType.Int32, [2], [5, 1]);

        byte[] plain = Requantize(x, bias).Run()[0].Bytes;
        byte[] relu = Requantize(x, bias).With("relu", "1").Run()[0].Bytes;

        // 15 · 0.5 = 7.5 → 8; -5 · 0.5 = -2.5 → -2; 4 · 0.25 = 1; the last sum wraps to the least integer.
        Assert.Equal([11, 1, 4, unchecked((byte)-128)], plain);
        Assert.Equal([11, 3, 4, 3], relu);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MatMulInteger_MixedSignsAndZeroPoints_IsExact(bool areWeightsConstant)
    {
        byte[] a = [.. Enumerable.Range(0, 5 * 70).Select(static i => (byte)(i * 37))];
        byte[] b = [.. Enumerable.Range(0, 70 * 19).Select(static i => (byte)(i * 91))];
        byte[] zeros = [.. Enumerable.Range(0, 19).Select(static i => (byte)(i - 9))];
        SingleStep step = new SingleStep("MatMulInteger").Input(new Tensor(ElementType.UInt8, [5, 70], a));
        Tensor[] others = [new(ElementType.Int8, [70, 19], b), new(ElementType.UInt8, [], [200]), new(ElementType.Int8, [19], zeros)];
        foreach (Tensor other in others)
            step = areWeightsConstant ? step.Constant(other) : step.Input(other);

        ImmutableArray<Tensor> y = step.Run();

        int[] expected = [.. Enumerable.Range(0, 5 * 19).Select(i => Enumerable.Range(0, 70).Sum(k =>
            (a[(i / 19 * 70) + k] - 200) * (unchecked((sbyte)b[(k * 19) + (i % 19)]) - unchecked((sbyte)zeros[i % 19]))))];
        Assert.Equal(expected, y[0].As<int>().ToArray());
    }

    [Fact]
    public void ConvInteger_Padding_AddsNothing()
    {
        Tensor x = new(ElementType.UInt8, [1, 1, 3], [9, 10, 11]);
        Tensor weights = new(ElementType.Int8, [1, 1, 3], [1, 1, 1]);

        Tensor y = new SingleStep("ConvInteger").With("pads", "1,1").Input(x).Input(weights).Input(new Tensor(ElementType.UInt8, [], [8])).Run()[0];

        Assert.Equal([3, 6, 5], y.As<int>().ToArray());
    }

    private static SingleStep Requantize(Tensor x, Tensor bias) =>
        new SingleStep("Requantize").Input(x).Input([0.5f, 0.25f], 2).Input(Bytes(ElementType.Int8, 3)).Input(bias);

    private static Tensor Bytes(ElementType type, params byte[] bytes) => new(type, [bytes.Length], bytes);

    private static int ScaleOf(int i, int axis, long[] scaleShape, int block)
    {
        int[] index = [i / 140, i / 2 % 70, i % 2];
        if (block == 0)
            return index[axis];
        index[axis] /= block;
        return (int)((((index[0] * scaleShape[1]) + index[1]) * scaleShape[2]) + index[2]);
    }
}
