using System.Collections.Immutable;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using OpenGradient.Execution;
using OpenGradient.Programs;
using OpenGradient.Verification;
using OpenGradient.Zk;
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

    /// <summary>Programs that no network is compiled to: every rule, and the cubic field.</summary>
    private static readonly (string Name, ProofProfile Profile, Func<IntegerProgram> Create)[] Programs =
    [
        ("movement", ProofProfile.Quadratic, PublishedPrograms.Movement),
        ("arithmetic", ProofProfile.Cubic, PublishedPrograms.Arithmetic),
        ("comparisons", ProofProfile.Quadratic, PublishedPrograms.Comparisons),
        ("choices", ProofProfile.Cubic, PublishedPrograms.Choices),
        ("weighted", ProofProfile.Cubic, PublishedPrograms.Weighted),
    ];

    /// <summary>Writes a file for each network and Program, the same bytes whenever it runs.</summary>
    public static void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (ExampleNetwork network in Networks)
        {
            using var compiled = CompiledNetwork.Of(network);
            Write(directory, network.Name, compiled.Integers.Program, compiled.Integers.Constants, compiled.Inputs, ProofProfile.Quadratic);
        }

        foreach ((string name, ProofProfile profile, Func<IntegerProgram> create) in Programs)
        {
            IntegerProgram program = create();
            Write(directory, name, program.Build(), program, program.Inputs, profile);
        }
    }

    /// <summary>The outputs are the engine's, not the prover's.</summary>
    private static void Write(string directory, string name, Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, ProofProfile profile)
    {
        var prover = ModelProver.Create(program, constants);
        ImmutableArray<Tensor> outputs = Executable.Load(program, constants).Run(inputs, default).Outputs;
        ModelProof proof = prover.Prove(inputs, new ProverOptions { Profile = profile }, progress: null, default);
        ProofPackage package = ProofPackage.Create(prover.Subject, proof.File, inputs, outputs);
        Console.WriteLine($"{name}: {package.Verify().Code}");
        File.WriteAllBytes(Path.Combine(directory, name + ".json"), package.ToBytes());
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
