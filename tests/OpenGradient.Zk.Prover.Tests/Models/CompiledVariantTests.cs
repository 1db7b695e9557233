using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Programs;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>What the compiler does for seldom kinds of models, from the file to a verified proof: features with scales of their own, remainders of narrow integers, sequences of different lengths.</summary>
public sealed class CompiledVariantTests
{
    [Theory]
    [InlineData("features")]
    [InlineData("layer of features")]
    [InlineData("remainder")]
    [InlineData("determinant")]
    [InlineData("forest")]
    [InlineData("extremes of all")]
    [InlineData("magnitudes")]
    public void Prove_CompiledVariant_IsVerified(string name) => ProveAndVerify(name);

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_SequencesOfDifferentLengths_AreVerified() => ProveAndVerify("lengths");

    private static void ProveAndVerify(string name)
    {
        (byte[] file, Tensor[] inputs) = Create(name);
        using OpenedModel model = Open(file);
        IntegerModel compiled = IntegerCompiler.Compile(IntegerCompiler.AsItIs(model), [inputs], new IntegerCompilerOptions { WeightBits = 16 }, default);
        ImmutableArray<Tensor> given = compiled.Accept([.. inputs]);
        ImmutableArray<Tensor> outputs = Executable.Load(compiled.Program, compiled.Constants).Run(given, default).Outputs;
        var prover = ModelProver.Create(compiled.Program, compiled.Constants);

        ModelProof proof = prover.Prove(given, new ProverOptions(), progress: null, TestContext.Current.CancellationToken);

        ProofVerdict verdict = ProofVerifier.Verify(proof.File, prover.Subject, given, outputs);
        Assert.True(verdict.IsProved, verdict.Reason);
        outputs[0].Bytes[0] ^= 1;
        Assert.Equal(ProofVerdictCode.OutputDiffers, ProofVerifier.Verify(proof.File, prover.Subject, given, outputs).Code);
    }

    private static OpenedModel Open(byte[] file)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        File.WriteAllBytes(path, file);
        try
        {
            return ModelFile.Open(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (byte[] File, Tensor[] Inputs) Create(string name) => name switch
    {
        "features" => (Rows(3).Node("Sub", "a", ["x", "m"], ["a"]).Node("Mul", "b", ["a", "s"], ["b"]).Node("MatMul", "c", ["b", "w"], ["c"]).Node("Relu", "d", ["c"], ["y"]).Output("y")
            .Initializer("m", 1, [3], Bytes(5_000f, 0.5f, 0.002f)).Initializer("s", 1, [3], Bytes(0.001f, -5f, 1_000f)).Initializer("w", 1, [3, 2], Bytes(1f, 0.5f, 1f, -2f, 1f, 2f)).Build(), [Features()]),
        "layer of features" => (Rows(3).Node("MatMul", "c", ["x", "w"], ["c"]).Node("Sigmoid", "d", ["c"], ["y"]).Output("y").Initializer("w", 1, [3, 2], Bytes(1e-4f, 0, 1f, 0, 300f, 500f)).Build(), [Features()]),
        "remainder" => (new ModelBuilder().Input("x", 6, 4).Input("z", 6, 4).Node("Mod", "m", ["x", "z"], ["y"]).Output("y").Build(), [Whole(-7, 7, 1_000_000_007, -9), Whole(3, -3, 1_000, 1)]),
        "lengths" => (new ModelBuilder().Input("x", 1, 3, 2, 2).Input("l", 6, 2).Node("GRU", "r", ["x", "w", "s", "", "l"], ["y"], Integer("hidden_size", 1)).Output("y")
            .Initializer("w", 1, [1, 3, 2], Bytes(0.3f, -0.2f, 0.8f, 0.1f, -0.5f, 0.4f)).Initializer("s", 1, [1, 3, 1], Bytes(0.2f, 0.6f, -0.9f)).Build(), [Floats([3, 2, 2], 12), Tensor.Create<int>(ElementType.Int32, [2], [1, 3])]),
        "determinant" => (new ModelBuilder().Input("x", 1, 2, 3, 3).Node("Det", "d", ["x"], ["y"]).Output("y").Build(), [Floats([2, 3, 3], 18)]),
        "extremes of all" => (Rows(3).Node("ReduceMin", "l", ["x"], ["l"], Integer("keepdims", 0)).Node("ReduceMax", "h", ["x"], ["h"], Integer("keepdims", 0)).Node("Sub", "a", ["x", "l"], ["a"]).Node("Sub", "b", ["h", "l"], ["b"])
            .Node("Div", "c", ["a", "b"], ["y"]).Output("y").Build(), [Floats([2, 3], 6)]),
        "magnitudes" => (Rows(3).Node("Log", "a", ["x"], ["a"]).Node("Mul", "b", ["a", "two"], ["b"]).Node("Exp", "c", ["b"], ["c"]).Node("Add", "d", ["c", "x"], ["d"]).Node("Reciprocal", "e", ["d"], ["e"]).Node("Sqrt", "f", ["e"], ["y"]).Output("y")
            .Initializer("two", 1, [], Bytes(1.5f)).Build(), [Features()]),
        _ => (Rows(3).Learned("TreeEnsembleClassifier", ["x"], ["label", "y"], Forest()).Output("y").Output("label").Build(), [Features()]),
    };

    /// <summary>One question about the smallest feature, and a share of three classes in each leaf.</summary>
    private static ProtoWriter[] Forest() =>
    [
        Integers("nodes_treeids", 0, 0, 0), Integers("nodes_nodeids", 0, 1, 2), Integers("nodes_featureids", 2, 0, 0), Texts("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF"),
        ModelBuilder.Floats("nodes_values", 0.003f, 0, 0), Integers("nodes_truenodeids", 1, 0, 0), Integers("nodes_falsenodeids", 2, 0, 0), Integers("class_treeids", 0, 0, 0, 0, 0, 0),
        Integers("class_nodeids", 1, 1, 1, 2, 2, 2), Integers("class_ids", 0, 1, 2, 0, 1, 2), ModelBuilder.Floats("class_weights", 0.7f, 0.2f, 0.1f, 0.1f, 0.3f, 0.6f), Integers("classlabels_int64s", 0, 1, 2),
    ];

    private static ModelBuilder Rows(int features) => new ModelBuilder().Input("x", 1, 2, features);

    private static Tensor Features() => Tensor.Create<float>(ElementType.Float32, [2, 3], [4_100f, 0.41f, 0.0011f, 6_200f, 0.73f, 0.0032f]);

    private static Tensor Floats(long[] shape, int count) => Tensor.Create<float>(ElementType.Float32, [.. shape], [.. Enumerable.Range(0, count).Select(static place => ((place * 7 % 11) - 5) / 4f)]);

    private static Tensor Whole(params int[] numbers) => Tensor.Create<int>(ElementType.Int32, [numbers.Length], numbers);

    private static byte[] Bytes(params float[] numbers) => MemoryMarshal.AsBytes<float>(numbers).ToArray();
}
