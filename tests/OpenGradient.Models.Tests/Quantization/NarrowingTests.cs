using System.Runtime.InteropServices;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;
using static OpenGradient.Benchmarks.ProvableModels.Networks.SingleOperators;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>How sums come to 16 bits: in units that all outputs share, and between bounds where those cost little.</summary>
public sealed class NarrowingTests
{
    private static readonly float[] UnevenWeights = [1f, -0.3f, 0.77f, 0.31f, 0.2f, -0.11f, -0.52f, 0.4f, 0.09f]; // columns are outputs

    [Fact]
    public void Compile_OutputsOfDifferentSizes_AreWholeMultiplesOfOneUnit()
    {
        using var network = CompiledNetwork.Of(Of("square", static graph => graph.Node("Pow", [graph.Node("MatMul", ["input", graph.Floats(UnevenWeights, 3, 3)]), graph.Scalar(2f)]), 3));
        short[] weights = Constant<short>(network.Integers, "weights");
        long[] units = Constant<long>(network.Integers, "units");
        double unit = UnevenWeights[0] / (weights[0] * (double)units[0]);

        Assert.All(units, static factor => Assert.InRange(factor, 1, 16));
        for (int place = 0; place < weights.Length; place++)
        {
            int output = place / 3;
            double real = UnevenWeights[(place % 3 * 3) + output];
            Assert.InRange(Math.Abs(real - (weights[place] * units[output] * unit)), 0, 1.01 * units[output] * unit); // each is rounded once, and so was the one that tells the unit
        }

        Assert.InRange(network.MeasureError(), 0, 0.0002);
    }

    /// <summary>Seven units that the worst input reaches, where one was seen: few numbers are kept between bounds, so that none of their 16 bits is lost.</summary>
    [Fact]
    public void Compile_FewNumbersThatCouldLieFarOutside_KeepTheirBits()
    {
        using var network = CompiledNetwork.Of(Of("mean", static graph => graph.Node("Tanh", [graph.Node("MatMul", ["input", graph.Floats([.. Enumerable.Range(0, 64).Select(static place => place % 2 == 0 ? 0.3f : -0.29f)], 64, 1)])]), 64));

        Assert.Contains(network.Integers.Program.Steps, static step => step.Operator == "Min");
        Assert.InRange(network.MeasureError(), 0, 0.0001);
    }

    /// <summary>Far outside of what was seen a number is as large as 16 bits hold; the sign and the order stay.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(-1f)]
    public void Run_SumsFarOutsideOfWhatWasSeen_AreCut(float sign)
    {
        using var network = CompiledNetwork.Of(Of("stack", static graph => graph.Node("MatMul", [graph.Node("MatMul", ["input", graph.Floats([.. Enumerable.Repeat(0.125f, 32)], 16, 2)]), graph.Floats([1f, 0f, 0f, 1f], 2, 2)]), 16));
        var executable = Executable.Load(network.Integers.Program, network.Integers.Constants);
        float[] Run(float number) => executable.Run([Tensor.Create<float>(ElementType.Float32, network.Inputs[0].Shape, [.. Enumerable.Repeat(number, 16)])], default).Outputs[0].As<float>().ToArray();

        float[] far = Run(sign * 1000), farther = Run(sign * 1e30f);

        Assert.Equal(far, farther);
        Assert.All(far, number => Assert.True(float.IsFinite(number) && number * sign > 0));
    }

    /// <summary>One factor for a whole row is a scale, and costs no step; factors of their own are multiplied, and rounded before that.</summary>
    [Fact]
    public void Compile_LayerNormWithOneFactor_ScalesOnce()
    {
        int even = ScaleCount([.. Enumerable.Repeat(1.5f, 8)]), uneven = ScaleCount([1f, 2f, 0.5f, 1f, 1.25f, 1f, 1f, 0.75f]);

        Assert.True(even < uneven, $"{even} changes of scale instead of fewer than {uneven}");

        static int ScaleCount(float[] gain)
        {
            using var network = CompiledNetwork.Of(Of("norm", graph => graph.Node("LayerNormalization", ["input", graph.Floats(gain, 8), graph.Floats(new float[8], 8)]), 3, 8));
            Assert.InRange(network.MeasureError(), 0, 0.0005);
            return network.Integers.Program.Steps.Count(static step => step.Operator == "FixedScale");
        }
    }

    private static T[] Constant<T>(IntegerModel model, string name)
        where T : struct
    {
        int index = model.Program.Constants.ToList().FindIndex(constant => constant.Name.StartsWith(name, StringComparison.Ordinal));
        return MemoryMarshal.Cast<byte, T>(model.Constants.Read(index).Span).ToArray();
    }
}
