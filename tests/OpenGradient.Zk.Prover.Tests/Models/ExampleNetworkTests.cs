using System.Collections.Immutable;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Execution;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>Example networks of each kind, from the ONNX file to a verified proof; bench/ProvableModels proves all of them.</summary>
public sealed class ExampleNetworkTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("1l_conv_transpose")]
    [InlineData("1l_eltwise_div")]
    [InlineData("1l_instance_norm")]
    [InlineData("1l_topk")]
    [InlineData("1l_where")]
    [InlineData("bitshift")]
    [InlineData("boolean")]
    [InlineData("decision_tree")]
    [InlineData("gather_nd")]
    [InlineData("hummingbird_decision_tree")]
    [InlineData("large_op_graph")]
    [InlineData("linear_svc")]
    [InlineData("ltsf")]
    [InlineData("quantize_dequantize_nodes")]
    [InlineData("remainder")]
    [InlineData("rnn")]
    [InlineData("rounding_ops")]
    [InlineData("scatter_elements")]
    [InlineData("sigmoid_encoder")]
    [InlineData("tree_ensemble_classifier")]
    [InlineData("upsample_linear")]
    public void Prove_ExampleNetwork_IsVerified(string name)
    {
        using var network = CompiledNetwork.Of(ExampleNetworks.All.Single(network => network.Name == name));
        ImmutableArray<Tensor> outputs = Executable.Load(network.Integers.Program, network.Integers.Constants).Run(network.Inputs, default).Outputs;
        var prover = ModelProver.Create(network.Integers.Program, network.Integers.Constants);

        ModelProof proof = prover.Prove(network.Inputs, new ProverOptions(), progress: null, TestContext.Current.CancellationToken);

        ProofVerdict verdict = ProofVerifier.Verify(proof.File, prover.Subject, network.Inputs, outputs);
        Assert.True(verdict.IsProved, verdict.Reason);
        outputs[0].Bytes[0] ^= 1;
        Assert.Equal(ProofVerdictCode.OutputDiffers, ProofVerifier.Verify(proof.File, prover.Subject, network.Inputs, outputs).Code);
    }
}
