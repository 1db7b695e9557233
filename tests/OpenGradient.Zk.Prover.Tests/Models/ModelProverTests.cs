using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>From a model and an input to a file that a verifier accepts, and what it does not accept.</summary>
public sealed class ModelProverTests
{
    private static readonly Lazy<(IntegerSample Sample, ModelProof Proof)> Digits = new(static () => Prove(IntegerSample.Digits()));

    [Fact]
    public void Prove_Digits_GivesTheOutputsOfTheEngine()
    {
        (IntegerSample sample, ModelProof proof) = Digits.Value;

        Assert.Equal(sample.Outputs[0].Bytes, proof.Outputs[0].Bytes);
        Assert.Equal(ProofVerdictCode.Ok, Verify(proof.File, sample.Inputs, sample.Outputs).Code);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_TheCubicProfile_IsVerified()
    {
        IntegerSample sample = Digits.Value.Sample;

        ModelProof proof = sample.Prover.Prove(sample.Inputs, new ProverOptions { Profile = ProofProfile.Cubic }, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(ProofVerdictCode.Ok, Verify(proof.File, sample.Inputs, sample.Outputs).Code);
        Assert.NotEqual(Digits.Value.Proof.File.KeyId, proof.File.KeyId);
    }

    /// <summary>Nothing in a proof shows which thread did what.</summary>
    [Fact]
    public void Prove_OnOneThread_GivesTheSameBytes()
    {
        IntegerSample sample = Digits.Value.Sample;

        ModelProof proof = sample.Prover.Prove(sample.Inputs, new ProverOptions { IsOnOneThread = true }, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(Digits.Value.Proof.File.ToBytes(), proof.File.ToBytes());
    }

    [Fact]
    public void Prove_MoreMemoryThanAllowed_IsRefusedWithTheEstimate()
    {
        IntegerSample sample = Digits.Value.Sample;
        ProofEstimate estimate = sample.Prover.Estimate([sample.Inputs[0].Shape]);

        var refusal = Assert.Throws<InvalidInputException>(() => sample.Prover.Prove(sample.Inputs, new ProverOptions { MemoryLimitBytes = estimate.MemoryBytes - 1 }, null, default));

        Assert.Equal(InvalidInputKind.TooLarge, refusal.Kind);
        Assert.Contains($"{(estimate.MemoryBytes + (1 << 20) - 1) >> 20} MiB", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProverPhase.Run)]
    [InlineData(ProverPhase.Lookups)]
    [InlineData(ProverPhase.Steps)]
    [InlineData(ProverPhase.Openings)]
    public void Prove_CancelledInAPhase_Ends(ProverPhase phase)
    {
        IntegerSample sample = Digits.Value.Sample;
        using CancellationTokenSource source = new();

        Assert.Throws<OperationCanceledException>(() => sample.Prover.Prove(sample.Inputs, new ProverOptions(), new CancellingProgress(phase, source), source.Token));
    }

    [Fact]
    public void Prove_AProgramOfFloats_IsRefused()
    {
        Program floats = Digits.Value.Sample.Program with { Profile = Program.FloatProfile };

        Assert.Throws<InvalidInputException>(() => ModelProver.Create(floats, Digits.Value.Sample.Constants));
    }

    [Fact]
    public void Verify_AnotherInput_SaysWhereItDiffers()
    {
        Tensor other = Changed(Digits.Value.Sample.Inputs[0], element: 300);

        ProofVerdict verdict = Verify(Digits.Value.Proof.File, [other], Digits.Value.Sample.Outputs);

        Assert.Equal(ProofVerdictCode.InputDiffers, verdict.Code);
        Assert.Contains("element 300", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnotherOutput_SaysWhereItDiffers()
    {
        Tensor other = Changed(Digits.Value.Sample.Outputs[0], element: 7);

        ProofVerdict verdict = Verify(Digits.Value.Proof.File, Digits.Value.Sample.Inputs, [other]);

        Assert.Equal(ProofVerdictCode.OutputDiffers, verdict.Code);
        Assert.Contains("element 7", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnotherShapeOfTheSameBytes_IsNotProved()
    {
        Tensor image = Digits.Value.Sample.Inputs[0];

        Assert.Equal(ProofVerdictCode.InputDiffers, Verify(Digits.Value.Proof.File, [new Tensor(image.Type, [1, 1, 784, 1], image.Bytes)], Digits.Value.Sample.Outputs).Code);
        Assert.Equal(ProofVerdictCode.InputDiffers, Verify(Digits.Value.Proof.File, [], Digits.Value.Sample.Outputs).Code);
        Assert.Equal(ProofVerdictCode.OutputDiffers, Verify(Digits.Value.Proof.File, [image], []).Code);
    }

    [Fact]
    public void Verify_WeakerParameters_AreRefused()
    {
        ProofFile file = Digits.Value.Proof.File;

        ProofVerdict none = Verify(file with { Parameters = file.Parameters with { Queries = new(0, 0) } }, Digits.Value.Sample.Inputs, Digits.Value.Sample.Outputs);
        ProofVerdict fewer = Verify(file with { Parameters = file.Parameters with { Queries = new(1, 0) } }, Digits.Value.Sample.Inputs, Digits.Value.Sample.Outputs);

        Assert.Equal(ProofVerdictCode.ParametersTooWeak, none.Code);
        Assert.Equal(ProofVerdictCode.ProofInvalid, fewer.Code); // the transcript is another one
    }

    /// <summary>Border values that fit the inputs and outputs, with a proof about others.</summary>
    [Fact]
    public void Verify_ReboundBorder_IsInvalid()
    {
        (IntegerSample sample, ModelProof proof) = Digits.Value;
        Tensor input = Changed(sample.Inputs[0], element: 300);
        ModelProof other = sample.Prover.Prove([input], new ProverOptions(), null, TestContext.Current.CancellationToken);

        Assert.Equal(ProofVerdictCode.ProofInvalid, Verify(other.File with { Proof = proof.File.Proof }, [input], other.Outputs).Code);
        Assert.Equal(ProofVerdictCode.ProofInvalid, Verify(proof.File with { Outputs = other.File.Outputs }, sample.Inputs, other.Outputs).Code);
        Assert.Equal(ProofVerdictCode.ProofInvalid, Verify(proof.File with { Nonce = [.. Enumerable.Repeat((byte)1, 32)] }, sample.Inputs, sample.Outputs).Code);
    }

    [Fact]
    public void Verify_AnotherProgram_IsRefused()
    {
        ProofFile file = Digits.Value.Proof.File;
        ProofFile other = file with { Key = file.Key with { Program = Digest.Sha256("another"u8) } };

        Assert.Equal(ProofVerdictCode.ProgramDiffers, Verify(other, Digits.Value.Sample.Inputs, Digits.Value.Sample.Outputs).Code);
    }

    [Fact]
    public void Verify_LyingRowSums_AreNotProved()
    {
        ProofFile file = Digits.Value.Proof.File;
        ProofFile smaller = file with { Key = file.Key with { RowSums = [.. file.Key.RowSums.Select(static _ => 1L)] } };
        ProofFile fewer = file with { Key = file.Key with { RowSums = file.Key.RowSums[1..] } };

        Assert.NotEqual(ProofVerdictCode.Ok, Verify(smaller, Digits.Value.Sample.Inputs, Digits.Value.Sample.Outputs).Code);
        Assert.Equal(ProofVerdictCode.NotProvable, Verify(fewer, Digits.Value.Sample.Inputs, Digits.Value.Sample.Outputs).Code);
    }

    [Fact]
    public void Read_ASubjectWithAChangedConstant_SaysWhich()
    {
        ProofSubject subject = Digits.Value.Sample.Prover.Subject;
        byte[] changed = subject.PublicBytes[0].ToArray();
        changed[0] ^= 1;

        Assert.False(ProofSubject.TryRead(subject.Program.ToBytes(), subject.PublicBytes.SetItem(0, changed), out _, out string reason));
        Assert.Contains("not the one that the Program names", reason, StringComparison.Ordinal);
        Assert.False(ProofSubject.TryRead(subject.Program.ToBytes(), subject.PublicBytes[1..], out _, out _));
        Assert.False(ProofSubject.TryRead("{}"u8, [], out _, out _));
    }

    [Fact]
    public void File_WrittenAndRead_IsTheSame()
    {
        byte[] bytes = Digits.Value.Proof.File.ToBytes();

        Assert.True(ProofFile.TryRead(bytes, out ProofFile? file, out _, out _));

        Assert.Equal(bytes, file.ToBytes());
        Assert.Equal(ProofVerdictCode.Ok, Verify(file, Digits.Value.Sample.Inputs, Digits.Value.Sample.Outputs).Code);
    }

    private static ProofVerdict Verify(ProofFile file, ImmutableArray<Tensor> inputs, ImmutableArray<Tensor> outputs) =>
        ProofVerifier.Verify(file, Digits.Value.Sample.Prover.Subject, inputs, outputs);

    private static (IntegerSample Sample, ModelProof Proof) Prove(IntegerSample sample) =>
        (sample, sample.Prover.Prove(sample.Inputs, new ProverOptions(), progress: null, TestContext.Current.CancellationToken));

    private static Tensor Changed(Tensor tensor, int element)
    {
        var changed = Tensor.Create<float>(tensor.Type, tensor.Shape, tensor.As<float>());
        changed.As<float>()[element] += 0.25f;
        return changed;
    }

    private sealed class CancellingProgress(ProverPhase phase, CancellationTokenSource source) : IProgress<ProverProgress>
    {
        public void Report(ProverProgress value)
        {
            if (value.Phase == phase)
                source.Cancel();
        }
    }
}
