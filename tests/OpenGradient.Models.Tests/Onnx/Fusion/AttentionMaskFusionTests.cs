using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx.Fusion;

public sealed class AttentionMaskFusionTests
{
    private const int Rows = 3;
    private const int HeadDim = 4;

    /// <summary>The second row of queries sees nothing: its softmax is NaN in either form.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compile_ScoresWhereAMaskSaysSo_IsAttentionWithTheSameBits(bool keeps)
    {
        Net fused = Network(keeps, float.NegativeInfinity, isBroken: false);
        Net parts = Network(keeps, float.NegativeInfinity, isBroken: true);
        Tensor[] inputs = Inputs(keeps);

        Assert.Equal("Attention", fused.Operators()[^1]);
        Assert.DoesNotContain("Attention", parts.Operators());
        Assert.Equal(parts.Run(inputs)[0].Bytes, fused.Run(inputs)[0].Bytes);
    }

    /// <summary>A large negative number is no -∞: rows that see nothing would get other weights.</summary>
    [Fact]
    public void Compile_ScoresSetToANumber_StayAsTheyAre() => Assert.DoesNotContain("Attention", Network(keeps: true, -1e9f, isBroken: false).Operators());

    private static Net Network(bool keeps, float elsewhere, bool isBroken)
    {
        var net = new Net();
        string q = net.Input("q", 1, 2, Rows, HeadDim);
        string k = net.Node("Transpose", [net.Input("k", 1, 2, Rows, HeadDim)], ModelBuilder.Integers("perm", 0, 1, 3, 2));
        string scores = net.Node("Mul", [net.Node("MatMul", [q, k]), net.Scalar(0.3f)]);
        string condition = net.Node("Less", [net.Scalar(0f), net.Input("mask", 1, 1, Rows, Rows)]);
        string other = net.Scalar(elsewhere);
        string masked = net.Node("Where", keeps ? [condition, scores, other] : [condition, other, scores]);
        masked = isBroken ? net.Node("Neg", [net.Node("Neg", [masked])]) : masked;
        return net.Output(net.Node("MatMul", [net.Node("Softmax", [masked], ModelBuilder.Integer("axis", -1)), net.Input("v", 1, 2, Rows, HeadDim)]));
    }

    private static Tensor[] Inputs(bool keeps)
    {
        Tensor[] inputs = [.. Enumerable.Range(1, 3).Select(static seed => Net.Tensor(Net.Moderate(2 * Rows * HeadDim, seed), 1, 2, Rows, HeadDim))];
        float[] sees = [1, 0, 0, 0, 0, 0, 1, 1, 1];
        return [inputs[0], inputs[1], Net.Tensor(keeps ? sees : [.. sees.Select(static number => 1 - number)], 1, 1, Rows, Rows), inputs[2]];
    }
}
