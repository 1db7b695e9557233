using OpenGradient.Models;
using OpenGradient.Models.Tests.Quantization;
using OpenGradient.Programs;
using OpenGradient.Tests;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>Models from their ONNX files to accepted proofs of what the engine computed.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public void Digits_CompiledToIntegers_IsProvedAsTheEngineRunsIt()
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf("models/digits/digits.onnx"));
        Prove(model, Tensor.Create<float>(ElementType.Float32, [1, 1, 28, 28], [.. Enumerable.Range(0, 784).Select(static pixel => pixel % 28 is > 10 and < 17 ? 0.9f : 0.01f * (pixel % 7))]));
    }

    [Theory]
    [InlineData("matmul")]
    [InlineData("softmax")]
    [InlineData("layernorm")]
    [InlineData("rmsnorm")]
    [InlineData("batchnorm")]
    [InlineData("attention")]
    [InlineData("transformer")]
    [InlineData("averagepool")]
    [InlineData("averagepool-all")]
    [InlineData("globalpool")]
    [InlineData("residual")]
    [InlineData("gelu")]
    [InlineData("pow")]
    public void Network_CompiledToIntegers_IsProvedAsTheEngineRunsIt(string name)
    {
        using OpenedModel model = Open(SmallNetworks.Create(name));
        Random random = new(3);
        Prove(model, [.. model.Program.Inputs.Select(input => CompiledCore.RandomInput(random, input))]);
    }

    private static OpenedModel Open(byte[] file)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
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

    private static void Prove(OpenedModel model, params ReadOnlySpan<Tensor> inputs)
    {
        var core = CompiledCore.Create(model, StepCore.Parameters, inputs);
        CoreWitness witness = core.Run();
        CommittedColumns? key = core.CommitKey();
        CoreStatement statement = core.State(key);

        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement with { Outputs = [[.. statement.Outputs[0].Reverse()]] }, proof));
    }
}
