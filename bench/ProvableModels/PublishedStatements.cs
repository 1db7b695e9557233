using System.Collections.Immutable;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Execution;
using OpenGradient.Programs;
using OpenGradient.Verification;
using OpenGradient.Zk.Prover;
using static OpenGradient.Benchmarks.ProvableModels.Networks.SingleOperators;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Packages of proof-1 section 15 for whoever writes another verifier: small networks, the real parameters.</summary>
internal static class PublishedStatements
{
    private static readonly ExampleNetwork[] Networks =
    [
        Of("perceptron", static graph => Dense(graph, graph.Node("Relu", [Dense(graph, "input", 4, 8)]), 8, 3), 4),
        Of("convolution", Convolution, 1, 8, 8),
        Of("activation", static graph => graph.Node("Tanh", [Dense(graph, "input", 4, 3)]), 4),
        Of("softmax", static graph => graph.Node("Softmax", ["input"]), 5),
        Of("layer-norm", static graph => graph.Node("LayerNormalization", ["input", graph.Weights(1f, 6), graph.Weights(0.1f, 6)]), 3, 6),
        Of("choice", static graph => graph.Node("Where", [graph.Node("Less", ["input", graph.Weights(1f, 6)]), "input", graph.Node("Mul", ["input", "input"])]), 6),
        new ExampleNetwork("tokens", Tokens),
        Integers("largest", GraphBuilder.FloatType, static graph => graph.Node("ArgMax", ["input"], ("axis", 1), ("keepdims", 0)), 6),
    ];

    /// <summary>Writes a file for each network, the same bytes whenever it runs.</summary>
    public static void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (ExampleNetwork network in Networks)
        {
            using var compiled = CompiledNetwork.Of(network);
            File.WriteAllBytes(Path.Combine(directory, network.Name + ".json"), Prove(compiled).ToBytes());
        }
    }

    private static ProofPackage Prove(CompiledNetwork network)
    {
        var prover = ModelProver.Create(network.Integers.Program, network.Integers.Constants);
        ImmutableArray<Tensor> outputs = Executable.Load(network.Integers.Program, network.Integers.Constants).Run(network.Inputs, default).Outputs;
        ModelProof proof = prover.Prove(network.Inputs, new ProverOptions(), progress: null, default);
        return ProofPackage.Create(prover.Subject, proof.File, network.Inputs, outputs);
    }

    private static void Tokens(GraphBuilder graph)
    {
        string rows = graph.Node("Gather", [graph.Weights(1f, 8, 4), graph.Input("input", GraphBuilder.LongType, -1, 5)]);
        graph.Output(graph.Node("MatMul", [rows, graph.Weights(1f, 4, 3)]));
    }

    private static string Convolution(GraphBuilder graph)
    {
        string x = graph.Node("Relu", [SmallNetworks.Conv(graph, "input", 1, 2, 3, 1, 1)]);
        x = graph.Node("MaxPool", [x], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        return Dense(graph, graph.Node("Flatten", [x]), 32, 3);
    }
}
