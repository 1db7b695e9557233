namespace OpenGradient.Models.Tests.Onnx.Fusion;

public sealed class LayerNormFusionTests
{
    private static readonly float[] Scales = Net.Moderate(5, 1);
    private static readonly float[] Biases = Net.Moderate(5, 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compile_ExportedLayerNorm_IsOneStep(bool squaresByMul)
    {
        Net net = LayerNorm(-1, 2f, squaresByMul, subtractsTwice: false);

        Assert.Equal(["LayerNorm"], net.Operators());
        Assert.Equal("0x358637bd", net.Steps()[0].Attributes["epsilon"]);
    }

    [Fact]
    public void Compile_DifferenceWorkedOutTwice_IsOneStep() => Assert.Equal(["LayerNorm"], LayerNorm(-1, 2f, squaresByMul: false, subtractsTwice: true).Operators());

    [Theory]
    [InlineData(1, 2f)]
    [InlineData(-2, 2f)]
    [InlineData(-1, 3f)]
    public void Compile_NearlyLayerNorm_StaysAsItIs(long axis, float exponent) =>
        Assert.DoesNotContain("LayerNorm", LayerNorm(axis, exponent, squaresByMul: false, subtractsTwice: false).Operators());

    [Fact]
    public void Compile_BiasOfAnotherLength_StaysAnAddition()
    {
        var net = new Net();
        string x = net.Input("x", 2, 5);
        string y = net.Node("LayerNormalization", [x, net.Floats(Scales, 5)]);

        net.Output(net.Node("Add", [y, net.Floats([1f], 1)]));

        Assert.Equal(["LayerNorm", "Add"], net.Operators());
    }

    [Fact]
    public void Run_Fused_IsCloseToItsParts()
    {
        float[] x = Net.Moderate(15, 3);

        float[] fused = LayerNorm(-1, 2f, squaresByMul: false, subtractsTwice: false).Run(Net.Tensor(x, 1, 3, 5))[0].As<float>().ToArray();

        for (int i = 0; i < x.Length; i++)
        {
            float[] row = x[(i / 5 * 5)..((i / 5 * 5) + 5)];
            double mean = row.Average();
            double variance = row.Average(element => (element - mean) * (element - mean));
            Assert.Equal((float)(((x[i] - mean) / Math.Sqrt(variance + 1e-6) * Scales[i % 5]) + Biases[i % 5]), fused[i], 1e-5f);
        }
    }

    private static Net LayerNorm(long axis, float exponent, bool squaresByMul, bool subtractsTwice)
    {
        var net = new Net();
        string x = net.Input("x", 1, 3, 5);
        string mean = net.Node("ReduceMean", [x], ModelBuilder.Integers("axes", axis));
        string difference = net.Node("Sub", [x, mean]);
        string again = subtractsTwice ? net.Node("Sub", [x, mean]) : difference;
        string squares = squaresByMul ? net.Node("Mul", [again, again]) : net.Node("Pow", [again, net.Scalar(exponent)]);
        string variance = net.Node("ReduceMean", [squares], ModelBuilder.Integers("axes", axis));
        string root = net.Node("Sqrt", [net.Node("Add", [variance, net.Scalar(1e-6f)])]);
        string y = net.Node("Mul", [net.Node("Div", [difference, root]), net.Floats(Scales, 5)]);
        return net.Output(net.Node("Add", [y, net.Floats(Biases, 5)]));
    }
}
