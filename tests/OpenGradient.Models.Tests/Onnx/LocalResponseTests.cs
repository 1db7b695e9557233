namespace OpenGradient.Models.Tests.Onnx;

public sealed class LocalResponseTests
{
    /// <summary>A window of an even size reaches one channel farther behind than before; what lies outside adds nothing.</summary>
    [Theory]
    [InlineData(1, new[] { 1f, 4f, 9f, 16f })]
    [InlineData(2, new[] { 5f, 13f, 25f, 16f })]
    [InlineData(3, new[] { 5f, 14f, 29f, 25f })]
    [InlineData(9, new[] { 30f, 30f, 30f, 30f })]
    public void Lrn_DividesByThePowerOfItsNeighbours_InEveryRank(long size, float[] squares)
    {
        float[] x = [1, 2, 3, 4];
        float[] expected = [.. x.Select((number, channel) => number / MathF.Pow(2f + (0.5f / size * squares[channel]), 0.75f))];

        foreach (long[] shape in Shapes)
        {
            byte[] file = new ModelBuilder { Opset = 13 }.Input("x", 1, shape)
                .Node("LRN", "n", ["x"], ["y"], ModelBuilder.Integer("size", size), ModelBuilder.Float("alpha", 0.5f), ModelBuilder.Float("bias", 2f)).Output("y").Build();

            float[] y = BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats(shape, x)));

            Assert.All(y.Zip(expected), static pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        }
    }

    [Fact]
    public void Lrn_WithoutASize_IsRefused() =>
        Assert.Contains("size", BuiltModel.Refused(new ModelBuilder().Input("x", 1, 1, 4, 1, 1).Node("LRN", "n", ["x"], ["y"]).Output("y").Build()).Message, StringComparison.Ordinal);

    private static readonly long[][] Shapes = [[1, 4], [1, 4, 1], [1, 4, 1, 1], [1, 4, 1, 1, 1], [1, 4, 1, 1, 1, 1]];
}
