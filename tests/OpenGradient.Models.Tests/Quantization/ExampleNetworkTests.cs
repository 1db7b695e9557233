using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Benchmarks.SideBySide.Graphs;
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
        Assert.Equal("step 1 (NonZero)", error.Subject);
        Assert.Contains("with a fixed size", error.Message, StringComparison.Ordinal);
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

        Assert.Contains("the weights must be a constant", error.Message, StringComparison.Ordinal);
    }
}
