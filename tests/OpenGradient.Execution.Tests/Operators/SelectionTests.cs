using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

public sealed class SelectionTests
{
    private static readonly float[] Mixed = [2f, float.NaN, -0f, 0f, float.NegativeInfinity, 2f, float.NaN];

    [Theory]
    [InlineData("1", new long[] { 1, 6, 0, 5, 2, 3, 4 })]
    [InlineData("0", new long[] { 4, 2, 3, 0, 5, 1, 6 })]
    public void TopK_NaNsAndEquals_NaNIsLargestAndTheLowerIndexFirst(string largest, long[] expected)
    {
        for (int count = 0; count <= Mixed.Length; count++)
        {
            Tensor indices = new SingleStep("TopK").With("largest", largest).Input(Mixed, Mixed.Length).Input(SingleStep.Longs(count)).Run(2)[1];

            Assert.Equal(expected[..count], indices.As<long>().ToArray());
        }
    }

    [Fact]
    public void TopK_MoreThanThereAre_IsRefused() =>
        Assert.Contains("no 3", new SingleStep("TopK").Input([1f, 2f], 2).Input(SingleStep.Longs(3)).Refused().Message, StringComparison.Ordinal);

    [Fact]
    public void TopK_LongLine_IsSorted()
    {
        float[] x = Numbers.Moderate(1000, 5);

        float[] y = new SingleStep("TopK").With("largest", "0").Input(x, 1000).Input(SingleStep.Longs(700)).Floats(2);

        Assert.Equal(x.Order().Take(700), y);
    }

    [Fact]
    public void Unique_OfNothing_IsNothing()
    {
        Tensor[] y = [.. new SingleStep("Unique").Input([], 0).Run(4)];

        Assert.All(y, static tensor => Assert.Equal<long>([0], tensor.Shape));
    }

    [Fact]
    public void Unique_NaNsAndZeros_AreEqualAmongThemselves()
    {
        Tensor[] y = [.. new SingleStep("Unique").Input(Mixed, Mixed.Length).Run(4)];

        Assert.Equal([float.NegativeInfinity, -0f, 2f, float.NaN], y[0].As<float>().ToArray());
        Assert.Equal(0x80000000, BitConverter.SingleToUInt32Bits(y[0].As<float>()[1]));
        Assert.Equal([4L, 2, 0, 1], y[1].As<long>().ToArray());
        Assert.Equal([2L, 3, 1, 1, 0, 2, 3], y[2].As<long>().ToArray());
        Assert.Equal([1L, 2, 2, 2], y[3].As<long>().ToArray());
    }

    [Fact]
    public void NonZero_NegativeZeroAndNaN_ZeroIsZeroAndNaNIsNot()
    {
        Tensor y = new SingleStep("NonZero").Input(Mixed, Mixed.Length).Run()[0];

        Assert.Equal([0L, 1, 4, 5, 6], y.As<long>().ToArray());
    }

    [Fact]
    public void OneHot_HugeDepth_IsRefused() => Assert.Contains(
        "bytes", new SingleStep("OneHot").Input(SingleStep.Longs(1, 2)).Input(SingleStep.Longs(int.MaxValue)).Input([0f, 1f], 2).Refused().Message, StringComparison.Ordinal);

    [Fact]
    public void NonMaxSuppression_EqualScores_TheLowerIndexStaysAndCoversTheOther()
    {
        float[] boxes = [0f, 0f, 1f, 1f, 0f, 0.1f, 1f, 1.1f, 5f, 5f, 6f, 6f];

        Tensor y = new SingleStep("NonMaxSuppression").Input(boxes, 1, 3, 4).Input([0.5f, 0.5f, 0.2f], 1, 1, 3).Input(SingleStep.Longs(long.MaxValue)).Input([0.5f], 1).Run()[0];

        Assert.Equal([0L, 0, 0, 0, 0, 2], y.As<long>().ToArray());
    }

    [Fact]
    public void NonMaxSuppression_NaNScore_IsNotAboveAThreshold()
    {
        Tensor y = new SingleStep("NonMaxSuppression").Input(new float[8], 1, 2, 4).Input([float.NaN, 0.5f], 1, 1, 2).Input(SingleStep.Longs(2)).Input([0.5f], 1).Input([0f], 1).Run()[0];

        Assert.Equal([0L, 0, 1], y.As<long>().ToArray());
    }

    [Fact]
    public void CenterCropPad_OddDifferences_LeaveTheLargerPartAtTheEnd()
    {
        Tensor cut = new SingleStep("CenterCropPad").Input([1f, 2f, 3f, 4f], 4).Input(SingleStep.Longs(1)).Run()[0];
        Tensor padded = new SingleStep("CenterCropPad").Input([1f], 1).Input(SingleStep.Longs(4)).Run()[0];

        Assert.Equal([2f], cut.As<float>().ToArray());
        Assert.Equal([0f, 1f, 0f, 0f], padded.As<float>().ToArray());
    }

    [Fact]
    public void CumProd_ExclusiveFromTheEnd_StartsWithOne()
    {
        float[] y = new SingleStep("CumProd").With("exclusive", "1").With("reverse", "1").Input([2f, 3f, 4f], 3).Input(SingleStep.Longs(0)).Floats();

        Assert.Equal([12f, 4f, 1f], y);
    }

    [Fact]
    public void BitShift_ByTheWidthOrMore_GivesZero()
    {
        Tensor x = Tensor.Create<byte>(ElementType.UInt8, [3], [255, 255, 255]);

        Tensor y = new SingleStep("BitShift").Input(x).Input(Tensor.Create<byte>(ElementType.UInt8, [3], [7, 8, 200])).Run()[0];

        Assert.Equal(new byte[] { 128, 0, 0 }, y.Bytes);
    }
}
