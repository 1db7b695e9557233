using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx.Fusion;

public sealed class QuantizedLayerFusionTests
{
    private const int Byte = 2;
    private const int SignedByte = 3;
    private const int Integer = 6;

    private static readonly byte[] Filters = [.. Enumerable.Range(0, 3 * 2 * 3).Select(static i => (byte)(i * 53))];
    private static readonly float[] FilterScales = [0.01f, 0.02f, 0.015f];

    [Fact]
    public void Compile_QuantizedConvolution_IsInIntegers()
    {
        Assert.Equal(["QuantizeLinear", "ConvInteger", "Requantize", "DequantizeLinear"], Convolution(hasRelu: false, biasScale: 0.05f).Operators());
        Assert.Equal("1", Convolution(hasRelu: true, biasScale: 0.05f).Steps()[2].Attributes["relu"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_QuantizedConvolution_IsWhatTheDequantizedNumbersComeTo(bool hasRelu)
    {
        float[] x = Net.Moderate(2 * 7, 1);

        float[] fused = Convolution(hasRelu, biasScale: 0.05f).Run(Net.Tensor(x, 1, 2, 7))[0].As<float>().ToArray();

        float[] q = [.. x.Select(static element => (Math.Clamp(MathF.Round(element / 0.05f) + 128, 0, 255) - 128) * 0.05f)];
        for (int i = 0; i < fused.Length; i++)
        {
            double sum = (1000 - (500 * (i / 5))) * (double)(0.05f * FilterScales[i / 5]);
            for (int k = 0; k < 6; k++)
                sum += q[(k / 3 * 7) + (i % 5) + (k % 3)] * (double)(unchecked((sbyte)Filters[(i / 5 * 6) + k]) * FilterScales[i / 5]);
            double y = hasRelu ? Math.Max(sum, 0) : sum;
            Assert.Equal((Math.Clamp(Math.Round(y / 0.1f) + 100, 0, 255) - 100) * 0.1f, fused[i], 1e-4);
        }
    }

    [Fact]
    public void Compile_BiasOfAnotherScale_StaysInFloats() => Assert.DoesNotContain("ConvInteger", Convolution(hasRelu: false, biasScale: 0.06f).Operators());

    [Fact]
    public void Compile_QuantizedProduct_IsInIntegers()
    {
        Assert.Equal(["QuantizeLinear", "MatMulInteger", "Requantize", "DequantizeLinear"], Product("Transpose", Integer, -1).Operators());
        Assert.Equal(["QuantizeLinear", "MatMulInteger", "Requantize", "DequantizeLinear"], Product("", Integer, -1).Operators());
    }

    [Fact]
    public void Compile_ScalesAlongTheDepth_StayInFloats() => Assert.DoesNotContain("MatMulInteger", Product("", Integer, 0).Operators());

    [Fact]
    public void Compile_FunctionInBetween_StaysInFloats() => Assert.DoesNotContain("MatMulInteger", Product("Tanh", Integer, -1).Operators());

    [Fact]
    public void Run_ProductEitherWayRound_GivesTheSame()
    {
        Tensor x = Net.Tensor(Net.Moderate(2 * 3, 4), 2, 3);

        Assert.Equal(Product("", Integer, -1).Run(x)[0].Bytes, Product("Transpose", Integer, -1).Run(x)[0].Bytes);
    }

    private static Net Convolution(bool hasRelu, float biasScale)
    {
        var net = new Net();
        string x = Quantized(net, net.Input("x", 1, 2, 7), 0.05f, 128);
        string weights = net.Node("DequantizeLinear", [net.Constant(SignedByte, Filters, 3, 2, 3), net.Floats(FilterScales, 3)], ModelBuilder.Integer("axis", 0));
        float[] biasScales = [.. FilterScales.Select(scale => biasScale * scale)];
        string bias = net.Node("DequantizeLinear", [net.Constant(Integer, Integers(1000, 500, 0), 3), net.Floats(biasScales, 3)], ModelBuilder.Integer("axis", 0));
        string y = net.Node("Conv", [x, weights, bias]);
        return net.Output(Quantized(net, hasRelu ? net.Node("Relu", [y]) : y, 0.1f, 100));
    }

    /// <summary>x [2, 3] times weights [3, 4], with a scale for each of the four unless an axis says otherwise.</summary>
    private static Net Product(string step, int biasType, long axis)
    {
        var net = new Net();
        string x = Quantized(net, net.Input("x", 2, 3), 0.05f, 128);
        bool isTurned = step == "Transpose";
        byte[] matrix = [.. Enumerable.Range(0, 12).Select(i => (byte)((isTurned ? (i % 3 * 4) + (i / 3) : i) * 31))];
        float[] scales = axis == 0 ? [0.01f, 0.02f, 0.03f] : [0.01f, 0.02f, 0.03f, 0.04f];
        string weights = net.Node(
            "DequantizeLinear",
            [net.Constant(SignedByte, matrix, isTurned ? [4, 3] : [3, 4]), net.Floats(scales, scales.Length)],
            ModelBuilder.Integer("axis", isTurned ? 0 : axis));
        weights = isTurned ? net.Node("Transpose", [weights], ModelBuilder.Integers("perm", 1, 0)) : weights;
        float[] biasScales = [.. scales.Select(static scale => 0.05f * scale)];
        string bias = net.Node("DequantizeLinear", [net.Constant(biasType, Integers([.. Enumerable.Range(-1, scales.Length)]), scales.Length), net.Floats(biasScales, scales.Length)], ModelBuilder.Integer("axis", 0));
        string y = net.Node("MatMul", [x, weights]);
        y = axis == 0 ? y : net.Node("Add", [y, bias]);
        return net.Output(Quantized(net, step is "Tanh" ? net.Node("Tanh", [y]) : y, 0.1f, 100));
    }

    private static string Quantized(Net net, string x, float scale, byte zero)
    {
        string s = net.Scalar(scale);
        string z = net.Constant(Byte, [zero]);
        return net.Node("DequantizeLinear", [net.Node("QuantizeLinear", [x, s, z]), s, z]);
    }

    private static byte[] Integers(params int[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];
}
