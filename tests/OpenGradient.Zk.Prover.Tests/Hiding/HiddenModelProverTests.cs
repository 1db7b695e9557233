using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Prover.Tests.Models;

namespace OpenGradient.Zk.Prover.Tests.Hiding;

/// <summary>From a model and an input to a file that hides one of them or both, and what a verifier says of it.</summary>
public sealed class HiddenModelProverTests
{
    private static readonly Lazy<IntegerSample> Sample = new(IntegerSample.PriceRisk);
    private static readonly Lazy<ModelProof> OfHiddenInput = new(static () => Prove(ProofVisibility.PrivateInputs, ProofProfile.Quadratic));

    private static ImmutableArray<Tensor> Inputs => Sample.Value.Inputs;

    private static ImmutableArray<Tensor> Outputs => Sample.Value.Outputs;

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(ProofVisibility.PrivateInputs, ProofProfile.Quadratic)]
    [InlineData(ProofVisibility.PrivateWeights, ProofProfile.Quadratic)]
    [InlineData(ProofVisibility.Private, ProofProfile.Quadratic)]
    [InlineData(ProofVisibility.Private, ProofProfile.Cubic)]
    [InlineData(ProofVisibility.Private, ProofProfile.QuadraticBlake3)]
    public void Prove_Hidden_IsAboutTheInputThatTheOpeningShows(ProofVisibility visibility, ProofProfile profile)
    {
        ModelProof proof = Prove(visibility, profile);
        bool isInputHidden = visibility.HasFlag(ProofVisibility.PrivateInputs);

        Assert.True(ProofFile.TryRead(proof.File.ToBytes(), out ProofFile? file, out _, out _));
        Assert.Equal(visibility, file.Visibility);
        Assert.Equal(Outputs[0].Bytes, proof.Outputs[0].Bytes);
        Assert.Equal(isInputHidden, !proof.Opening.IsEmpty);
        Assert.Equal(ProofVerdictCode.Ok, Verify(file, Inputs, Outputs, proof.Opening.Span));
        Assert.Equal(isInputHidden ? ProofVerdictCode.OkForHiddenInput : ProofVerdictCode.Ok, Verify(file, Inputs, Outputs));
        Assert.Equal(isInputHidden ? ProofVerdictCode.OkForHiddenInput : ProofVerdictCode.InputDiffers, Verify(file, [], Outputs));
        Assert.Equal(ProofVerdictCode.OutputDiffers, Verify(file, Inputs, [Changed(Outputs[0])]));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_AnotherInputOrOpening_IsNotTheOneThatWasProved()
    {
        ModelProof proof = OfHiddenInput.Value;
        byte[] opening = proof.Opening.ToArray();
        byte[] second = [.. opening];
        second.AsSpan(^8).Fill(0xFF); // no element in its one form

        Assert.Equal(ProofVerdictCode.InputDiffers, Verify(proof.File, [Changed(Inputs[0])], Outputs, opening));
        Assert.Equal(ProofVerdictCode.InputDiffers, Verify(proof.File, Inputs, Outputs, second));
        Assert.Equal(ProofVerdictCode.InputDiffers, Verify(proof.File, Inputs, Outputs, opening.AsSpan(1)));
        Assert.Equal(ProofVerdictCode.InputDiffers, Verify(proof.File, Inputs, Outputs, [.. opening, 0]));
        for (int place = 0; place < opening.Length; place++)
        {
            byte[] other = [.. opening];
            other[place] ^= 1;
            Assert.Equal(ProofVerdictCode.InputDiffers, Verify(proof.File, Inputs, Outputs, other));
        }
    }

    [Fact]
    public void Verify_AnotherCommitmentToTheInput_IsRefused()
    {
        ProofFile file = OfHiddenInput.Value.File;
        byte[] proof = [.. file.Proof];
        proof[64] ^= 1; // behind the roots of the run and of the pads

        Assert.NotEqual(file.InputCommitment, (file with { Proof = [.. proof] }).InputCommitment);
        Assert.Equal(ProofVerdictCode.ProofInvalid, Verify(file with { Proof = [.. proof] }, Inputs, Outputs, OfHiddenInput.Value.Opening.Span));
    }

    /// <summary>Neither the bytes of the input nor those of the integers that it becomes stand anywhere in the file.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_HiddenInput_IsNotInTheFile()
    {
        byte[] bytes = OfHiddenInput.Value.File.ToBytes();
        ProofFile open = Prove(ProofVisibility.Public, ProofProfile.Quadratic).File;

        Assert.Empty(OfHiddenInput.Value.File.Inputs);
        Assert.True(bytes.AsSpan().IndexOf(Inputs[0].Bytes.AsSpan(0, 16)) < 0);
        Assert.True(bytes.AsSpan().IndexOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes(open.Inputs[0].Elements.AsSpan(0, 4))) < 0);
    }

    /// <summary>A proof that hides something is none that hides less, or nothing.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(ProofVisibility.PrivateInputs)]
    [InlineData(ProofVisibility.PrivateWeights)]
    [InlineData(ProofVisibility.Private)]
    public void Verify_SaidToHideSomethingElse_IsRefused(ProofVisibility hidden)
    {
        ProofFile file = Prove(hidden, ProofProfile.Quadratic).File;
        foreach (ProofVisibility other in Enum.GetValues<ProofVisibility>().Where(other => other != hidden))
            Assert.Equal(ProofVerdictCode.ProofInvalid, ProofVerifier.VerifyCore(file with { Visibility = other }, Sample.Value.Prover.Subject).Code);
    }

    [Fact]
    public void TryRead_BytesOfHiddenFile_AreNeverAnException()
    {
        byte[] bytes = OfHiddenInput.Value.File.ToBytes();
        int visibility = ProofFile.Magic.Length + (2 * sizeof(long)) - 1;
        for (byte value = 0; value < 8; value++)
        {
            byte[] other = [.. bytes];
            other[visibility] = value;
            Assert.Equal(value == (byte)ProofVisibility.PrivateInputs, ProofFile.TryRead(other, out ProofFile? read, out ProofFileFault fault, out _) && read.Visibility == ProofVisibility.PrivateInputs);
            Assert.Equal(value > 3, fault == ProofFileFault.OtherVisibility);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_AKeyFile_IsUsedUntilItIsSpent()
    {
        var key = HiddenKeys.Create(proofCount: 2);
        ProverOptions options = new() { Visibility = ProofVisibility.PrivateWeights, HiddenKey = key };
        ModelProof first = Sample.Value.Prover.Prove(Inputs, options, progress: null, TestContext.Current.CancellationToken);
        ModelProof second = ModelProver.Create(Sample.Value.Program, Sample.Value.Constants).Prove(Inputs, options, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(first.File.KeyId, second.File.KeyId);
        Assert.Equal(first.File.KeyId, WeightCommitment.CreateHidden(Sample.Value.Program, Sample.Value.Constants, key).KeyId(ProofProfile.Quadratic));
        Assert.NotEqual(Prove(ProofVisibility.PrivateWeights, ProofProfile.Quadratic).File.KeyId, first.File.KeyId);
        Assert.Equal(ProofVerdictCode.Ok, Verify(second.File, Inputs, Outputs));
        Assert.Equal(2, second.File.KeyProofCount);
        Assert.Equal(0, key.LeftCount);
        var spent = Assert.Throws<InvalidInputException>(() => Sample.Value.Prover.Prove(Inputs, options, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("og model commit --private", spent.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void CreateHidden_MoreProofsThanThereCanBe_IsRefused() =>
        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => WeightCommitment.CreateHidden(Sample.Value.Program, Sample.Value.Constants, HiddenKeys.Create(WeightCommitment.MostProofs + 1))).Kind);

    [Fact]
    public void TryCreate_HiddenProof_IsExplained()
    {
        Assert.True(ProofExplanation.TryCreate(OfHiddenInput.Value.File, Sample.Value.Prover.Subject, out ProofExplanation? explanation, out _));

        Assert.Contains(explanation.Terms, static term => term.Part == "pads");
        Assert.Contains(explanation.Terms, static term => term.Part == "inputs");
        Assert.True(explanation.CentiBits >= 10_000);
    }

    private static ModelProof Prove(ProofVisibility visibility, ProofProfile profile) =>
        Sample.Value.Prover.Prove(Inputs, new ProverOptions { Visibility = visibility, Profile = profile }, progress: null, TestContext.Current.CancellationToken);

    private static ProofVerdictCode Verify(ProofFile file, ImmutableArray<Tensor> inputs, ImmutableArray<Tensor> outputs, ReadOnlySpan<byte> opening = default) =>
        ProofVerifier.Verify(file, Sample.Value.Prover.Subject, inputs, outputs, opening).Code;

    private static Tensor Changed(Tensor tensor)
    {
        byte[] bytes = [.. tensor.Bytes];
        bytes[2] ^= 1; // a bit of the first number that rounding does not take away
        return new(tensor.Type, tensor.Shape, bytes);
    }
}
