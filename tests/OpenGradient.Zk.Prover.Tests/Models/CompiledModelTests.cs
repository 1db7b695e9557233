using OpenGradient.Models;
using OpenGradient.Models.Tests.Quantization;
using OpenGradient.Programs;
using OpenGradient.Tests;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Steps;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>Models from their ONNX files to accepted proofs of what the engine computed.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public void Digits_CompiledToIntegers_IsProvedAsTheEngineRunsIt()
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf("models/digits/digits.onnx"));
        Prove(CompiledCore.Create(model, StepCore.Parameters, Tensor.Create<float>(ElementType.Float32, [1, 1, 28, 28], [.. Enumerable.Range(0, 784).Select(static pixel => pixel % 28 is > 10 and < 17 ? 0.9f : 0.01f * (pixel % 7))])));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("matmul")]
    [InlineData("softmax")]
    [InlineData("layernorm")]
    [InlineData("rmsnorm")]
    [InlineData("batchnorm")]
    [InlineData("attention")]
    [InlineData("transformer")]
    [InlineData("gpt")]
    [InlineData("encoder")]
    [InlineData("averagepool")]
    [InlineData("averagepool-all")]
    [InlineData("globalpool")]
    [InlineData("residual")]
    [InlineData("gelu")]
    [InlineData("pow")]
    [InlineData("embedding")]
    [InlineData("where")]
    [InlineData("reducemax")]
    [InlineData("mask")]
    public void Network_CompiledToIntegers_IsProvedAsTheEngineRunsIt(string name) => Prove(CompiledCore.Create(SmallNetworks.Create(name), StepCore.Parameters));

    internal static void Prove(CompiledCore core)
    {
        CoreWitness witness = core.Run();
        CommittedColumns? key = core.CommitKey();
        CoreStatement statement = core.State(key);

        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement with { Outputs = [[statement.Outputs[0][0] ^ 1, .. statement.Outputs[0][1..]], .. statement.Outputs[1..]] }, proof));
    }
}
