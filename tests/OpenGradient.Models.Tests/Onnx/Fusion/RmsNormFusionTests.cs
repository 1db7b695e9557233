namespace OpenGradient.Models.Tests.Onnx.Fusion;

public sealed class RmsNormFusionTests
{
    private const int Length = 19;
    private static readonly float[] Gains = Net.Moderate(Length, 1);

    [Theory]
    [InlineData("Div", true)]
    [InlineData("Reciprocal", true)]
    [InlineData("Reciprocal", false)]
    [InlineData("One", false)]
    public void Compile_ExportedRmsNorm_IsOneStep_CloseToItsParts(string form, bool squaresByMul)
    {
        float[] x = Net.Moderate(2 * Length, 3);

        float[] fused = RmsNorm(form, squaresByMul, -1, [], isBroken: false).Run(Net.Tensor(x, 2, Length))[0].As<float>().ToArray();
        float[] parts = RmsNorm(form, squaresByMul, -1, [], isBroken: true).Run(Net.Tensor(x, 2, Length))[0].As<float>().ToArray();

        Assert.Equal(["RmsNorm"], RmsNorm(form, squaresByMul, -1, [], isBroken: false).Operators());
        Assert.DoesNotContain("RmsNorm", RmsNorm(form, squaresByMul, -1, [], isBroken: true).Operators());
        Assert.All(parts.Zip(fused), static pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData(0, new long[0])]
    [InlineData(-1, new long[] { 1, 1, 1 })] // an epsilon that makes a third dimension
    public void Compile_NearlyRmsNorm_StaysAsItIs(long axis, long[] epsilonShape) =>
        Assert.DoesNotContain("RmsNorm", RmsNorm("Div", squaresByMul: true, axis, epsilonShape, isBroken: false).Operators());

    private static Net RmsNorm(string form, bool squaresByMul, long axis, long[] epsilonShape, bool isBroken)
    {
        var net = new Net();
        string x = net.Input("x", 2, Length);
        string square = squaresByMul ? net.Node("Mul", [x, x]) : net.Node("Pow", [x, net.Scalar(2f)]);
        square = isBroken ? net.Node("Abs", [square]) : square;
        string mean = net.Node("ReduceMean", [square], ModelBuilder.Integers("axes", axis));
        string root = net.Node("Sqrt", [net.Node("Add", [mean, net.Floats([1e-6f], epsilonShape)])]);
        string y = form switch
        {
            "Div" => net.Node("Div", [x, root]),
            "Reciprocal" => net.Node("Mul", [net.Node("Reciprocal", [root]), x]),
            _ => net.Node("Mul", [x, net.Node("Div", [net.Scalar(1f), root])]),
        };
        return net.Output(net.Node("Mul", [net.Floats(Gains, Length), y]));
    }
}
