using System.Collections.Immutable;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>The networks that provers of neural networks show as examples: all that have a meaning in integers compile, and stay near the float model.</summary>
public sealed class ExampleNetworkTests
{
    public static TheoryData<string> Names => [.. ExampleNetworks.All.Where(static network => !network.IsLarge && network.Name != "nonzero").Select(static network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Category", "Slow")]
    public void Compile_ExampleNetwork_StaysCloseToFloat(string name)
    {
        using var network = CompiledNetwork.Of(ExampleNetworks.All.Single(network => network.Name == name));

        Assert.Equal(Program.IntegerProfile, network.Integers.Program.Profile);
        Assert.InRange(network.MeasureError(), 0, 0.005);
    }

    [Fact]
    public void Prepare_SizeThatDependsOnElements_IsRefusedByName()
    {
        var error = Assert.Throws<InvalidInputException>(static () => CompiledNetwork.Of(ExampleNetworks.All.Single(static network => network.Name == "nonzero")));

        Assert.Equal(InvalidInputKind.Unsupported, error.Kind);
        Assert.Equal("node 'NonZero_1' (NonZero)", error.Subject);
        Assert.Contains("to make it provable: give it a fixed size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_ConvolutionWithWeightsFromAnInput_IsRefusedByName()
    {
        ExampleNetwork network = new("conv", static graph =>
        {
            graph.Input("x", GraphBuilder.FloatType, 1, 1, 5, 5);
            graph.Input("w", GraphBuilder.FloatType, 1, 1, 3, 3);
            graph.Output(graph.Node("Conv", ["x", "w"]), 1, 1, 3, 3);
        });

        var error = Assert.Throws<InvalidInputException>(() => CompiledNetwork.Of(network));

        Assert.Contains("(Conv): the weights are computed or an input; to make it provable: make them constants", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Sizes do not tell the scales they come from: 27 % off, when they were taken for them.</summary>
    [Fact]
    public void Compile_ResizeByScalesFromAnInput_IsRefusedByName()
    {
        ExampleNetwork network = new("resize", static graph =>
        {
            graph.Input("x", GraphBuilder.FloatType, 1, 1, 2, 4);
            graph.Input("scales", GraphBuilder.FloatType, 4);
            graph.Output(graph.Node("Resize", ["x", "", "scales"], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel")), 1, 1, 2, 5);
        })
        { Low = 1.3f, High = 1.3f };

        var error = Assert.Throws<InvalidInputException>(() => CompiledNetwork.Of(network));

        Assert.Contains("(Resize): its input 2 is computed or an input of the model; to make it provable: make it a constant", error.Message, StringComparison.Ordinal);
    }

    /// <summary>2 × 1.3 is 2 again, and the pixels lie elsewhere all the same.</summary>
    [Fact]
    public void Compile_ResizeThatKeepsASize_StillMovesWhatItSamples()
    {
        ExampleNetwork network = new("resize", static graph =>
        {
            graph.Input("x", GraphBuilder.FloatType, 1, 1, 2, 4);
            graph.Output(graph.Node("Resize", ["x", "", graph.Floats([1f, 1f, 1.3f, 1.3f], 4)], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel")), 1, 1, 2, 5);
        });
        using var compiled = CompiledNetwork.Of(network);

        Assert.InRange(compiled.MeasureError(), 0, 0.01);
    }

    /// <summary>Scales made of zeros alone left no room for the bias: the output was 99 % off.</summary>
    [Theory]
    [InlineData(0f)]
    [InlineData(1e9f)]
    public void Compile_CalibratedOnDegenerateInputs_StaysCloseToFloat(float number)
    {
        ExampleNetwork network = SingleOperators.Of("layers", static graph => SingleOperators.Dense(graph, graph.Node("Relu", [graph.Node("Add", [SingleOperators.Dense(graph, "input", 6, 5), graph.Scalar(0.5f)])]), 5, 4), 6) with { Low = number, High = number };
        using var compiled = CompiledNetwork.Of(network);

        Assert.InRange(compiled.MeasureError(), 0, 0.01);
    }

    [Fact]
    public void Fix_InputsThatAreWeights_IsTheSameModelWithConstants()
    {
        ExampleNetwork network = new("conv", static graph =>
        {
            graph.Input("w", GraphBuilder.FloatType, 1, 1, 3, 3);
            graph.Input("x", GraphBuilder.FloatType, 1, 1, 5, 5);
            graph.Output(graph.Node("Conv", ["x", "w"]), 1, 1, 3, 3);
        });
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        File.WriteAllBytes(path, network.ToOnnx());
        using var model = ModelFile.Open(path);
        File.Delete(path);
        ImmutableArray<Tensor> inputs = network.Inputs(model.Program, 1);

        PreparedModel given = FixedInputs.Fix(IntegerCompiler.AsItIs(model), new Dictionary<string, Tensor> { ["w"] = inputs[0] });
        IntegerModel integers = IntegerCompiler.Compile(given, [[inputs[1]]], new IntegerCompilerOptions(), default);

        Tensor expected = Executable.Load(model.Program, model.Constants).Run(inputs, default).Outputs[0];
        Assert.Equal(expected.Bytes, Executable.Load(given.Program, given.Constants).Run([inputs[1]], default).Outputs[0].Bytes);
        Assert.Equal("x", Assert.Single(integers.Program.Inputs).Name);
    }

    [Fact]
    public void Explain_AStepOfTheIntegerProgram_IsNamedByItsNode()
    {
        StepOrigins origins = new(["node 'fc' (Gemm)", null]);

        InvalidInputException named = origins.Explain(new InvalidInputException(InvalidInputKind.Unsupported, "step 0 (FixedScale)", "The step has a quotient of too many bits."));
        InvalidInputException run = origins.Explain(new InvalidInputException(InvalidInputKind.Invalid, "step 0 (Linear)", "Step 0 (Linear): the sizes differ."));
        var unknown = new InvalidInputException(InvalidInputKind.Unsupported, "step 1 (Mul)", "The step is none.");

        Assert.Equal("node 'fc' (Gemm): as step 0 (FixedScale): The step has a quotient of too many bits.", named.Message);
        Assert.Equal("node 'fc' (Gemm): the sizes differ.", run.Message);
        Assert.Same(unknown, origins.Explain(unknown));
    }
}
