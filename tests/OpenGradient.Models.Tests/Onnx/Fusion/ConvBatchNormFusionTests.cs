namespace OpenGradient.Models.Tests.Onnx.Fusion;

public sealed class ConvBatchNormFusionTests
{
    private static readonly float[] Weights = Net.Moderate(4 * 2 * 3, 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compile_ConvThenBatchNorm_IsOneConvolution(bool hasBias) => Assert.Equal(["Conv"], Network(hasBias, isConstant: true).Operators());

    [Fact]
    public void Compile_BatchNormOfGivenNumbers_StaysAsItIs() => Assert.Equal(["Conv", "BatchNorm"], Network(hasBias: true, isConstant: false).Operators());

    [Fact]
    public void Compile_ConvolutionReadElsewhere_IsKeptForThat()
    {
        Net net = Network(hasBias: true, isConstant: true, out string conv);

        net.Output(conv);

        Assert.Equal(["Conv", "Conv"], net.Operators());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_Fused_IsCloseToItsParts(bool hasBias)
    {
        float[] x = Net.Moderate(2 * 6, 5);
        Programs.Tensor[] inputs = [Net.Tensor(x, 1, 2, 6), Net.Tensor([0.5f, -1f, 2f, 1f], 4)];

        float[] parts = Network(hasBias, isConstant: false).Run(inputs)[0].As<float>().ToArray();
        float[] fused = Network(hasBias, isConstant: true).Run(inputs[0])[0].As<float>().ToArray();

        for (int i = 0; i < parts.Length; i++)
            Assert.Equal(parts[i], fused[i], 1e-5f);
    }

    private static Net Network(bool hasBias, bool isConstant) => Network(hasBias, isConstant, out _);

    private static Net Network(bool hasBias, bool isConstant, out string conv)
    {
        var net = new Net();
        string x = net.Input("x", 1, 2, 6);
        string scale = isConstant ? net.Floats([0.5f, -1f, 2f, 1f], 4) : net.Input("scale", 4);
        string weights = net.Floats(Weights, 4, 2, 3);
        conv = hasBias ? net.Node("Conv", [x, weights, net.Floats([1f, 2f, 3f, 4f], 4)]) : net.Node("Conv", [x, weights]);
        string y = net.Node(
            "BatchNormalization",
            [conv, scale, net.Floats([1f, 0f, -1f, 2f], 4), net.Floats([0.1f, 0.2f, 0.3f, 0.4f], 4), net.Floats([1f, 2f, 0.5f, 0.25f], 4)],
            ModelBuilder.Float("epsilon", 1e-3f));
        return net.Output(y);
    }
}
