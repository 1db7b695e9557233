namespace OpenGradient.Models.Tests.Onnx.Fusion;

public sealed class GeluFusionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Compile_ErfGelu_IsOneStep(int grouping) => Assert.Equal(["Gelu"], Gelu(grouping, 0.5f, 1f, MathF.Sqrt(2f), "Erf").Operators());

    [Theory]
    [InlineData(0.6f, 1f, 1.4142135f, "Erf")]
    [InlineData(0.5f, 2f, 1.4142135f, "Erf")]
    [InlineData(0.5f, 1f, 1.5f, "Erf")]
    [InlineData(0.5f, 1f, 1.4142135f, "Tanh")]
    public void Compile_NearlyErfGelu_StaysAsItIs(float half, float one, float root, string function) =>
        Assert.DoesNotContain("Gelu", Gelu(0, half, one, root, function).Operators());

    [Fact]
    public void Compile_ErfOfAnotherValue_StaysAsItIs()
    {
        var net = new Net();
        string x = net.Input("x", 3);
        string other = net.Node("Neg", [x]);
        string sum = net.Node("Add", [net.Node("Erf", [net.Node("Div", [other, net.Scalar(MathF.Sqrt(2f))])]), net.Scalar(1f)]);

        net.Output(net.Node("Mul", [net.Node("Mul", [x, sum]), net.Scalar(0.5f)]));

        Assert.DoesNotContain("Gelu", net.Operators());
    }

    /// <summary>A constant with more dimensions than x gives them to the result, which one step would not.</summary>
    [Fact]
    public void Compile_ConstantsThatAddDimensions_StayAsTheyAre()
    {
        var net = new Net();
        string x = net.Input("x", 3);
        string sum = net.Node("Add", [net.Node("Erf", [net.Node("Div", [x, net.Scalar(MathF.Sqrt(2f))])]), net.Floats([1f], 1, 1)]);

        net.Output(net.Node("Mul", [net.Node("Mul", [x, sum]), net.Scalar(0.5f)]));

        Assert.DoesNotContain("Gelu", net.Operators());
        Assert.Equal<long>([1, 3], net.Run(Net.Tensor([-1f, 0.5f, 2f], 3))[0].Shape);
    }

    [Fact]
    public void Run_Fused_IsCloseToItsParts()
    {
        float[] y = Gelu(0, 0.5f, 1f, MathF.Sqrt(2f), "Erf").Run(Net.Tensor([-1f, 0.5f, 2f], 3))[0].As<float>().ToArray();

        Assert.Equal(-0.15865526f, y[0], 1e-6f);
        Assert.Equal(0.34573123f, y[1], 1e-6f);
        Assert.Equal(1.9544997f, y[2], 1e-6f);
    }

    private static Net Gelu(int grouping, float half, float one, float root, string function)
    {
        var net = new Net();
        string x = net.Input("x", 3);
        string sum = net.Node("Add", [net.Scalar(one), net.Node(function, [net.Node("Div", [x, net.Scalar(root)])])]);
        string y = grouping switch
        {
            0 => net.Node("Mul", [net.Node("Mul", [x, sum]), net.Scalar(half)]),
            1 => net.Node("Mul", [net.Node("Mul", [x, net.Scalar(half)]), sum]),
            _ => net.Node("Mul", [x, net.Node("Mul", [net.Scalar(half), sum])]),
        };
        return net.Output(y);
    }
}
