using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx.Fusion;

public sealed class AttentionFusionTests
{
    private const int Rows = 5;
    private const int Heads = 2;
    private const int HeadDim = 6;
    private const int Width = Heads * HeadDim;

    [Theory]
    [InlineData("Div", 5.657f, false)]
    [InlineData("Div", 8f, true)]
    [InlineData("Mul", 0.1f, true)]
    [InlineData("", 0f, true)]
    [InlineData("", 0f, false)]
    public void Compile_SoftmaxBetweenProducts_IsAttentionWithTheSameBits(string scaling, float factor, bool hasMask)
    {
        Net fused = Network(scaling, factor, hasMask, isSoftmaxShown: false, axis: -1, joins: true);
        Net parts = Network(scaling, factor, hasMask, isSoftmaxShown: true, axis: -1, joins: true);
        Tensor[] inputs = Inputs(hasMask);

        Assert.Equal(["Attention"], fused.Operators());
        Tensor[] apart = parts.Run(inputs);
        Assert.Equal(Mixed(apart[0], inputs[2]), Bits(fused.Run(inputs)[0].As<float>()));
    }

    [Fact]
    public void Compile_WithoutJoinedHeads_KeepsTheMoves() =>
        Assert.Equal(["Attention", "Reshape", "Reshape", "Reshape", "Transpose", "Transpose", "Transpose"], Network("Div", 2f, hasMask: false, isSoftmaxShown: false, axis: -1, joins: false).Operators().Order());

    [Fact]
    public void Compile_SoftmaxOverAnotherAxis_StaysAsItIs() =>
        Assert.DoesNotContain("Attention", Network("Div", 2f, hasMask: false, isSoftmaxShown: false, axis: 2, joins: false).Operators());

    [Fact]
    public void Compile_ScoresMadeOtherwise_StayAsTheyAre() =>
        Assert.DoesNotContain("Attention", Network("Pow", 2f, hasMask: false, isSoftmaxShown: false, axis: -1, joins: false).Operators());

    [Fact]
    public void Compile_ThreeDimensions_StayAsTheyAre()
    {
        var net = new Net();
        string q = net.Input("q", 2, Rows, HeadDim);
        string k = net.Node("Transpose", [net.Input("k", 2, Rows, HeadDim)], ModelBuilder.Integers("perm", 0, 2, 1));
        string weights = net.Node("Softmax", [net.Node("MatMul", [q, k])], ModelBuilder.Integer("axis", -1));

        net.Output(net.Node("MatMul", [weights, net.Input("v", 2, Rows, HeadDim)]));

        Assert.DoesNotContain("Attention", net.Operators());
    }

    private static Net Network(string scaling, float factor, bool hasMask, bool isSoftmaxShown, long axis, bool joins)
    {
        var net = new Net();
        string q = Split(net, net.Input("q", 2, Rows, Width), 0, 2, 1, 3);
        string k = Split(net, net.Input("k", 2, Rows, Width), 0, 2, 3, 1);
        string v = Split(net, net.Input("v", 2, Rows, Width), 0, 2, 1, 3);
        string scores = net.Node("MatMul", [q, k]);
        scores = scaling.Length == 0 ? scores : net.Node(scaling, [scores, net.Scalar(factor)]);
        scores = hasMask ? net.Node("Add", [scores, net.Input("mask", 2, 1, 1, Rows)]) : scores;
        string weights = net.Node("Softmax", [scores], ModelBuilder.Integer("axis", axis));
        if (isSoftmaxShown)
            return net.Output(weights).Output(v);
        string y = net.Node("MatMul", [weights, v]);
        return net.Output(joins ? net.Node("Reshape", [net.Node("Transpose", [y], ModelBuilder.Integers("perm", 0, 2, 1, 3)), net.Longs(0, 0, Width)]) : y);
    }

    private static string Split(Net net, string x, params ReadOnlySpan<long> order) =>
        net.Node("Transpose", [net.Node("Reshape", [x, net.Longs(0, 0, Heads, HeadDim)])], ModelBuilder.Integers("perm", order));

    private static Tensor[] Inputs(bool hasMask)
    {
        Tensor[] inputs = [.. Enumerable.Range(1, 3).Select(static seed => Net.Tensor(Net.Moderate(2 * Rows * Width, seed), 2, Rows, Width))];
        float[] mask = [0f, 0f, float.NegativeInfinity, -10000f, 0f, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity];
        return hasMask ? [.. inputs, Net.Tensor(mask, 2, 1, 1, Rows)] : inputs;
    }

    /// <summary>The weights times the values, by the definition of the product, heads joined.</summary>
    private static int[] Mixed(Tensor weights, Tensor v)
    {
        float[] y = new float[2 * Rows * Width];
        for (int i = 0; i < y.Length; i++)
        {
            int batch = i / (Rows * Width);
            int row = i / Width % Rows;
            int column = i % Width;
            for (int j = 0; j < Rows; j++)
                y[i] = MathF.FusedMultiplyAdd(weights.As<float>()[(((((batch * Heads) + (column / HeadDim)) * Rows) + row) * Rows) + j], v.As<float>()[(((batch * Rows) + j) * Width) + column], y[i]);
        }

        return Bits(y);
    }

    private static int[] Bits(ReadOnlySpan<float> numbers) => [.. numbers.ToArray().Select(static number => float.IsNaN(number) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(number))];
}
