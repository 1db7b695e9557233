using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>Trees of strangers: a run comes to a leaf soon, while not all ways to leaves can be written out, as a proof needs them.</summary>
public sealed class TreeWaysTests
{
    /// <param name="kind">The root a child of itself; each node both children of the one before it.</param>
    /// <param name="nodeCount">How many nodes ask.</param>
    [Theory]
    [InlineData("loop", 1)]
    [InlineData("shared", 64)]
    public void Prepare_MoreWaysThanCanBeWrittenOut_IsRefused(string kind, int nodeCount)
    {
        using OpenedModel model = BuiltModel.Open(Trees(kind, nodeCount));
        Tensor[] input = [BuiltModel.Floats([1, 1], [0f])];

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => IntegerCompiler.Prepare(IntegerCompiler.AsItIs(model), input, TestContext.Current.CancellationToken));

        Assert.Equal([1f], BuiltModel.Numbers(Executable.Load(model.Program, model.Constants).Run(input, TestContext.Current.CancellationToken)));
        Assert.Equal(InvalidInputKind.Unsupported, refusal.Kind);
        Assert.Contains("too many ways", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Nodes 0, 1, …, and the one leaf behind them, which a 0 comes to.</summary>
    private static byte[] Trees(string kind, int nodeCount)
    {
        int[] nodes = [.. Enumerable.Range(0, nodeCount + 1)];
        long Next(int node) => Math.Min(node + 1, nodeCount);
        return new ModelBuilder { Opset = 15 }.InputNamed("x", 1, "n", "1").Learned(
            "TreeEnsembleRegressor",
            ["x"],
            ["y"],
            Integers("nodes_treeids", new long[nodes.Length]),
            Integers("nodes_nodeids", [.. nodes.Select(static node => (long)node)]),
            Integers("nodes_featureids", new long[nodes.Length]),
            Texts("nodes_modes", [.. nodes.Select(node => node == nodeCount ? "LEAF" : "BRANCH_LEQ")]),
            Floats("nodes_values", new float[nodes.Length]),
            Integers("nodes_truenodeids", [.. nodes.Select(Next)]),
            Integers("nodes_falsenodeids", [.. nodes.Select(node => kind == "loop" ? 0 : Next(node))]),
            Integers("target_treeids", 0), Integers("target_nodeids", nodeCount), Integers("target_ids", 0), Floats("target_weights", 1)).Output("y").Build();
    }
}
