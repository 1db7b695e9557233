using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Steps that are joined give the bits of steps that are carried out one by one.</summary>
public sealed class StepFusionTests
{
    [Theory]
    [InlineData("Relu")]
    [InlineData("Gelu")]
    [InlineData("Silu")]
    public void Run_JoinedWithAFunction_GivesTheBitsOfSingleSteps(string function)
    {
        Tensor[] inputs = [SketchedModel.Random(3, 2, 6, 21, 21)];
        foreach (int threadCount in (ReadOnlySpan<int>)[1, 3])
        {
            Executable executable = Untraced(function, threadCount);

            RunResult joined = executable.Run(inputs, default);
            RunResult again = executable.Run(inputs, default);
            RunResult single = executable.Run(inputs, TraceLevel.Full, default);

            Assert.Equal(single.Outputs[0].Bytes, joined.Outputs[0].Bytes);
            Assert.Equal(single.Outputs[0].Bytes, again.Outputs[0].Bytes);
            Assert.Equal(single.Outputs[1].Bytes, joined.Outputs[1].Bytes);
            Assert.Equal(single.TraceRoot, joined.TraceRoot);
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(20)]
    [InlineData(3)] // few outputs leave by another way
    public void Run_JoinedWithAnAddition_GivesTheBitsOfSingleSteps(int outputs)
    {
        foreach (int threadCount in (ReadOnlySpan<int>)[1, 3])
        {
            Executable executable = Residual(outputs, threadCount);

            // The addends have the shape of the sums, or fewer images or planes than those, or more.
            foreach ((int batch, int otherBatch, int otherPlanes) in ((int, int, int)[])[(2, 2, outputs), (2, 1, outputs), (2, 2, 1), (1, 3, outputs)])
            {
                Tensor[] inputs = [SketchedModel.Random(3, batch, 6, 21, 21), SketchedModel.Random(4, otherBatch, otherPlanes, 21, 21)];
                RunResult joined = executable.Run(inputs, default);
                RunResult again = executable.Run(inputs, default);
                RunResult single = executable.Run(inputs, TraceLevel.Full, default);

                Assert.Equal(single.Outputs.Select(static output => output.Bytes), joined.Outputs.Select(static output => output.Bytes));
                Assert.Equal(single.Outputs.Select(static output => output.Bytes), again.Outputs.Select(static output => output.Bytes));
                Assert.Equal(single.TraceRoot, joined.TraceRoot);
            }
        }
    }

    [Fact]
    public void Run_JoinedWithAnAdditionThatDoesNotBroadcast_NamesBothShapes()
    {
        Tensor[] inputs = [SketchedModel.Random(3, 2, 6, 21, 21), SketchedModel.Random(4, 3, 20, 21, 21)];

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Residual(20, 1).Run(inputs, default));

        Assert.Contains("shapes [2,20,21,21] and [3,20,21,21] do not broadcast", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_JoinedWithARequantisation_GivesTheBitsOfSingleSteps()
    {
        Tensor[] inputs = [new Tensor(ElementType.UInt8, [2, 6, 21, 21], [.. Enumerable.Range(0, 2 * 6 * 441).Select(static i => (byte)(i * i * 7))])];
        foreach (int threadCount in (ReadOnlySpan<int>)[1, 3])
        {
            Executable executable = Quantized(threadCount);

            RunResult joined = executable.Run(inputs, default);
            RunResult single = executable.Run(inputs, TraceLevel.Full, default);

            Assert.Equal(single.Outputs[0].Bytes, joined.Outputs[0].Bytes);
            Assert.Equal(single.Outputs[0].Bytes, executable.Run(inputs, default).Outputs[0].Bytes);
            Assert.Equal(single.TraceRoot, joined.TraceRoot);
            Assert.True(joined.Outputs[0].Bytes.Distinct().Count() > 20);
        }
    }

    /// <summary>Convolutions, one of whose windows is wider than its plane, and a product, each followed by a requantisation.</summary>
    private static Executable Quantized(int threadCount)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.UInt8, ["n", "6", "21", "21"]));
        int filters = model.Constant(ElementType.Int8, Bytes(13 * 6 * 9), 13, 6, 3, 3);
        int planes = model.Constant(ElementType.UInt8, Bytes(13 * 9), 13, 1, 3, 3);
        int weights = model.Constant(ElementType.Int8, Bytes(441 * 50), 441, 50);
        int zero = model.Constant(ElementType.UInt8, [120], 1);
        int planeZero = model.Constant(ElementType.UInt8, [130], 1);
        int factor = model.Constant(ElementType.Float32, BitConverter.GetBytes(0.0005f), 1);
        int factors = model.Constant(ElementType.Float32, [.. Enumerable.Range(1, 13).SelectMany(static i => BitConverter.GetBytes(0.0002f * i))], 13);
        int biases = model.Constant(ElementType.Int32, [.. Enumerable.Range(0, 50).SelectMany(static i => BitConverter.GetBytes(i * 999))], 50);
        int x = model.Add("Requantize", [model.Add("ConvInteger", [0, filters, zero], ("pads", "1,1,1,1")), factors, zero]);
        x = model.Add("Requantize", [model.Add("ConvInteger", [x, planes, zero, planeZero], ("group", "13"), ("pads", "1,1,1,1")), factors, zero], ("relu", "1"));
        x = model.Add("Requantize", [model.Add("ConvInteger", [x, planes, zero, planeZero], ("group", "13"), ("pads", "900,900,900,900"), ("dilations", "900,900")), factors, zero]);
        int product = model.Add("MatMulInteger", [model.Add("Flatten", [x], ("axis", "2")), weights, zero]);
        Program program = model.Return(model.Add("Requantize", [product, factor, zero, biases], ("axis", "-1"))).Build();
        program = program with { Steps = [.. program.Steps.Select(static step => step with { IsTraced = step.Operator == "Flatten" })] };
        return Executable.Load(program, model, new ExecutionOptions { ThreadCount = threadCount });
    }

    /// <summary>Additions to convolutions: with and without a function behind, of sums on either side, of two convolutions, and of a bias.</summary>
    private static Executable Residual(int outputs, int threadCount)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n", "6", "21", "21"]), new ProgramInput("r", ElementType.Float32, ["m", "p", "21", "21"]));
        int filters = model.Constant(outputs, 6, 3, 3);
        int biases = model.Constant(outputs);
        int points = model.Constant(outputs, outputs, 1, 1);
        int shift = model.Constant(1, outputs, 1, 1);
        int x = model.Add("Relu", [model.Add("Add", [model.Add("Conv", [0, filters, biases], ("pads", "1,1,1,1")), 1])]);
        int y = model.Add("Gelu", [model.Add("Add", [x, model.Add("Conv", [x, points])])]);
        int z = model.Add("Add", [model.Add("Conv", [y, points, biases]), model.Add("Conv", [x, points])]);
        int biased = model.Add("Relu", [model.Add("Add", [model.Add("Conv", [z, points]), shift])]);
        Program program = model.Return(y, z, biased).Build();
        program = program with { Steps = [.. program.Steps.Select(static step => step with { IsTraced = step.Operator == "Gelu" })] };
        return Executable.Load(program, model, new ExecutionOptions { ThreadCount = threadCount });
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Convolutions with and without groups and a product, each followed by the function; one of them is read twice and must stay as it is.</summary>
    private static Executable Untraced(string function, int threadCount)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n", "6", "21", "21"]));
        int filters = model.Constant(13, 6, 3, 3);
        int planes = model.Constant(13, 1, 3, 3);
        int points = model.Constant(30, 13, 1, 1);
        int weights = model.Constant(50, 441);
        int x = model.Add(function, [model.Add("Conv", [0, filters], ("pads", "1,1,1,1"))]);
        x = model.Add(function, [model.Add("Conv", [x, planes], ("group", "13"), ("pads", "1,1,1,1"))]);
        int twice = model.Add("Conv", [x, points]);
        x = model.Add("Add", [model.Add(function, [twice]), twice]);
        int y = model.Add("Neg", [model.Add(function, [model.Add("Linear", [model.Add("Flatten", [x], ("axis", "2")), weights])])]); // one function is joined, not two
        Program program = model.Return(y, x).Build();
        program = program with { Steps = [.. program.Steps.Select(static step => step with { IsTraced = step.Operator == "Add" })] };
        return Executable.Load(program, model, new ExecutionOptions { ThreadCount = threadCount });
    }
}
