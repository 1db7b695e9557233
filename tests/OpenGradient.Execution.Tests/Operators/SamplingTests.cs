using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

public sealed class SamplingTests
{
    [Fact]
    public void Resize_ToTheSameSize_ChangesNoBit()
    {
        float[] x = [-0f, 1e-45f, float.NegativeInfinity];

        float[] y = new SingleStep("Resize").With("mode", "cubic").Input(x, 3).None().None().Input(SingleStep.Longs(3)).Floats();

        Assert.Equal(Numbers.Bits(x), Numbers.Bits(y));
    }

    /// <summary>ONNX: with a length of one the coordinate is 0, also where the scale alone would make it no whole number.</summary>
    [Theory]
    [InlineData("linear")]
    [InlineData("cubic")]
    [InlineData("nearest")]
    public void Resize_ToOneElementAsPyTorch_IsTheFirst(string mode)
    {
        float[] y = new SingleStep("Resize").With("mode", mode).With("coordinates", "pytorch_half_pixel").Input([5f, 2f, -3f], 3).None().Input([0.5f], 1).Floats();

        Assert.Equal([5f], y);
    }

    [Fact]
    public void Resize_InfinityWithoutWeight_DoesNotBecomeNaN()
    {
        float[] y = new SingleStep("Resize").With("mode", "linear").With("coordinates", "align_corners").Input([1f, 2f, float.PositiveInfinity], 3).None().None().Input(SingleStep.Longs(5)).Floats();

        Assert.Equal([1f, 1.5f, 2f, float.PositiveInfinity, float.PositiveInfinity], y);
    }

    [Fact]
    public void Resize_AnyType_MovesTheNearest()
    {
        Tensor x = Tensor.Create<short>(ElementType.Int16, [3], [1, -2, 3]);

        Tensor y = new SingleStep("Resize").With("coordinates", "asymmetric").With("nearest_mode", "floor").Input(x).None().Input([2f], 1).Run()[0];

        Assert.Equal([1, 1, -2, -2, 3, 3], y.As<short>().ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    [InlineData(0f)]
    [InlineData(1e30f)]
    public void Resize_ScaleThatCannotBe_IsRefused(float scale) =>
        Assert.NotEmpty(new SingleStep("Resize").With("mode", "linear").Input([1f, 2f], 2).None().Input([scale], 1).Refused().Message);

    [Fact]
    public void Resize_Antialiased_AveragesWhatItLeavesOut()
    {
        float[] y = new SingleStep("Resize").With("mode", "linear").With("antialias", "1").With("exclude_outside", "1").Input([0f, 0f, 8f, 0f, 0f, 0f, 0f, 0f], 8).None().None().Input(SingleStep.Longs(2)).Floats();

        Assert.InRange(y[0], 1f, 3f);
        Assert.InRange(y[1], 0f, 0.5f);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e38f)]
    public void GridSample_CoordinateFarAway_ReadsNothingOrTheBorder(float coordinate)
    {
        foreach (string padding in (string[])["zeros", "border", "reflection"])
        {
            float[] y = new SingleStep("GridSample").With("padding_mode", padding).Input([1f, 1f, 1f, 1f], 1, 1, 2, 2).Input([coordinate, coordinate], 1, 1, 1, 2).Floats();

            Assert.Equal(padding == "zeros" ? 0f : 1f, y[0]);
        }
    }

    [Fact]
    public void RoiAlign_RegionThatAsksForTooManySamples_IsRefused()
    {
        InvalidInputException refused = new SingleStep("RoiAlign").Input([1f], 1, 1, 1, 1).Input([0f, 0f, 1e30f, 1e30f], 1, 4).Input(SingleStep.Longs(0)).Refused();

        Assert.Equal(InvalidInputKind.TooLarge, refused.Kind);
    }

    [Fact]
    public void RoiAlign_ConstantPlane_IsTheConstant()
    {
        float[] y = new SingleStep("RoiAlign").With("output_height", "2").With("output_width", "3").Input([.. Enumerable.Repeat(3f, 48)], 1, 1, 6, 8).Input([1f, 1f, 5f, 4f], 1, 4).Input(SingleStep.Longs(0)).Floats();

        Assert.Equal(Enumerable.Repeat(3f, 6), y);
    }

    [Fact]
    public void DeformConv_WithoutOffsets_IsTheConvolution()
    {
        float[] x = Numbers.Moderate(2 * 4 * 6 * 5, 1);
        float[] weights = Numbers.Moderate(6 * 2 * 3 * 2, 2);

        float[] plain = new SingleStep("Conv").With("group", "2").With("strides", "2,1").Input(x, 2, 4, 6, 5).Input(weights, 6, 2, 3, 2).Floats();
        float[] moved = new SingleStep("DeformConv").With("group", "2").With("strides", "2,1").With("offset_group", "2")
            .Input(x, 2, 4, 6, 5).Input(weights, 6, 2, 3, 2).Input(new float[2 * 24 * 2 * 4], 2, 24, 2, 4).Floats();

        Assert.Equal(Numbers.Bits(plain), Numbers.Bits(moved));
    }
}
