using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

public sealed class ScatterTests
{
    [Theory]
    [InlineData("none", new[] { 5f, 2f, 7f })]
    [InlineData("add", new[] { 10f, 2f, 10f })]
    [InlineData("mul", new[] { 20f, 2f, 21f })]
    [InlineData("max", new[] { 5f, 2f, 7f })]
    [InlineData("min", new[] { 1f, 2f, 3f })]
    public void ScatterElements_TwoUpdatesOfOnePlace_MeetInTheirOrder(string reduction, float[] expected)
    {
        float[] y = new SingleStep("ScatterElements").With("reduction", reduction)
            .Input([1f, 2f, 3f], 3).Input(SingleStep.Longs(0, -1, -3)).Input([4f, 7f, 5f], 3).Floats();

        Assert.Equal(expected, y);
    }

    [Fact]
    public void ScatterElements_NaN_IsTheOneNaN()
    {
        float[] y = new SingleStep("ScatterElements").With("reduction", "add").Input([float.PositiveInfinity], 1).Input(SingleStep.Longs(0)).Input([float.NegativeInfinity], 1).Floats();

        Assert.Equal(0x7FC00000, BitConverter.SingleToInt32Bits(y[0]));
    }

    [Fact]
    public void ScatterNd_Integers_Wrap()
    {
        var x = Tensor.Create<byte>(ElementType.UInt8, [2], [250, 3]);
        var indices = Tensor.Create<long>(ElementType.Int64, [1, 1], [0]);

        Tensor y = new SingleStep("ScatterND").With("reduction", "add").Input(x).Input(indices).Input(Tensor.Create<byte>(ElementType.UInt8, [1], [9])).Run()[0];

        Assert.Equal(new byte[] { 3, 3 }, y.Bytes);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-4)]
    [InlineData(long.MinValue)]
    public void ScatterElements_IndexOutOfRange_IsRefused(long index)
    {
        InvalidInputException refused = new SingleStep("ScatterElements").Input([1f, 2f, 3f], 3).Input(SingleStep.Longs(index)).Input([4f], 1).Refused();

        Assert.Contains("out of range", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScatterNd_WithoutUpdates_IsTheInput()
    {
        float[] y = new SingleStep("ScatterND").Input([1f, 2f], 2).Input(Tensor.Create<long>(ElementType.Int64, [0, 1], [])).Input([], 0).Floats();

        Assert.Equal([1f, 2f], y);
    }

    [Fact]
    public void GatherNd_IndicesWithoutNumbers_RepeatTheWhole()
    {
        Tensor y = new SingleStep("GatherND").Input([1f, 2f], 2).Input(Tensor.Create<long>(ElementType.Int64, [3, 0], [])).Run()[0];

        Assert.Equal<long>([3, 2], y.Shape);
        Assert.Equal([1f, 2f, 1f, 2f, 1f, 2f], y.As<float>().ToArray());
    }
}
