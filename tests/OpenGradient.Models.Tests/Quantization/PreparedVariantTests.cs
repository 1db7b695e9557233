using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Programs;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>Variants of operators that files seldom have, compiled to integers beside the float model.</summary>
public sealed class PreparedVariantTests
{
    public static TheoryData<string, string, bool> Recurrences
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (string kind in (string[])["LSTM", "GRU", "RNN"])
            {
                foreach (string direction in (string[])["forward", "reverse", "bidirectional"])
                {
                    data.Add(kind, direction, false);
                    data.Add(kind, direction, true);
                }
            }

            return data;
        }
    }

    /// <summary>Sequences of different lengths, known or an input, one way, the other and both.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Recurrences))]
    public void Recurrent_SequencesOfDifferentLengths_EndOneByOne(string kind, string direction, bool isInput)
    {
        int directions = direction == "bidirectional" ? 2 : 1, gates = kind switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        ModelBuilder model = new ModelBuilder().Input("x", 1, 4, 2, 3);
        if (isInput)
            model.Input("lengths", 6, 2);
        else
            model.Initializer("lengths", 6, [2], Bytes<int>(2, 4));
        byte[] file = model.Node(kind, "r", ["x", "w", "s", "b", "lengths"], ["y", "h"], Integer("hidden_size", 2), Text("direction", direction)).Output("y").Output("h")
            .Initializer("w", 1, [directions, gates * 2, 3], Random(directions * gates * 6, 1)).Initializer("s", 1, [directions, gates * 2, 2], Random(directions * gates * 4, 2)).Initializer("b", 1, [directions, gates * 4], Random(directions * gates * 4, 3)).Build();
        Tensor[] inputs = [Tensor.Create<float>(ElementType.Float32, [4, 2, 3], Numbers(24, 4)), Tensor.Create<int>(ElementType.Int32, [2], [2, 4])];

        AssertClose(file, isInput ? inputs : inputs[..1], 2e-3);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Softsign", "Softsign")]
    [InlineData("ScaledTanh", "ThresholdedRelu")]
    public void Gru_ActivationsOfOnnx_HaveAForm(string first, string second)
    {
        byte[] file = new ModelBuilder().Input("x", 1, 4, 2, 3).Node("GRU", "r", ["x", "w", "s"], ["y"], Integer("hidden_size", 2), Texts("activations", first, second)).Output("y")
            .Initializer("w", 1, [1, 6, 3], Random(18, 1)).Initializer("s", 1, [1, 6, 2], Random(12, 2)).Build();

        AssertClose(file, [Tensor.Create<float>(ElementType.Float32, [4, 2, 3], Numbers(24, 4))], 2e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Det_SmallMatrices_AreExpanded(int size)
    {
        byte[] file = new ModelBuilder().Input("x", 1, 2, size, size).Node("Det", "d", ["x"], ["y"]).Output("y").Build();

        AssertClose(file, [Tensor.Create<float>(ElementType.Float32, [2, size, size], Numbers(2 * size * size, 7))], 2e-3);
    }

    /// <summary>In this mode every axis moves by half an element, also one that keeps its size.</summary>
    [Theory]
    [InlineData("nearest")]
    [InlineData("linear")]
    [InlineData("cubic")]
    public void Resize_HalfPixelForNearest_MovesEveryAxis(string mode)
    {
        byte[] file = new ModelBuilder { Opset = 11 }.Input("x", 1, 1, 2, 3, 4).Node("Resize", "r", ["x", "roi", "scales"], ["y"], Text("mode", mode), Text("coordinate_transformation_mode", "tf_half_pixel_for_nn")).Output("y")
            .Initializer("roi", 1, [0], []).Initializer("scales", 1, [4], Bytes(1f, 1f, 2f, 1.5f)).Build();

        AssertClose(file, [Tensor.Create<float>(ElementType.Float32, [1, 2, 3, 4], Numbers(24, 5))], 2e-3);
    }

    private static void AssertClose(byte[] file, Tensor[] inputs, double tolerance)
    {
        using OpenedModel model = BuiltModel.Open(file);
        IntegerModel compiled = IntegerCompiler.Compile(IntegerCompiler.AsItIs(model), [inputs], new IntegerCompilerOptions { WeightBits = 16 }, default);
        RunResult expected = Executable.Load(model.Program, model.Constants).Run(inputs, default), actual = Executable.Load(compiled.Program, compiled.Constants).Run(compiled.Accept([.. inputs]), default);
        for (int output = 0; output < expected.Outputs.Length; output++)
        {
            float[] x = BuiltModel.Numbers(expected, output), y = BuiltModel.Numbers(actual, output);
            Assert.Equal(expected.Outputs[output].Shape, actual.Outputs[output].Shape);
            Assert.InRange(x.Zip(y, static (a, b) => Math.Abs(a - b)).Max(), 0, tolerance * x.Max(Math.Abs));
        }
    }

    private static byte[] Random(int count, int seed) => Bytes(Numbers(count, seed));

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private static byte[] Bytes<T>(params T[] numbers)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(numbers).ToArray();
}
