using OpenGradient.Receipts;
using OpenGradient.Tests;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;
using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Verification.Tests;

/// <summary>The row <c>proof</c> (receipt-1 §5.11) about a proof that hides something.</summary>
public sealed class HiddenProofRowTests
{
    private static readonly ProvenSample Proven = ProvenSample.Instance;
    private static readonly Lazy<ModelProof> OfHiddenInput = new(static () => Prove(ProofVisibility.PrivateInputs));

    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_HiddenInputNotDisclosed_EstablishesNoMoreThanSomeInput()
    {
        VerificationReport report = ProvenSample.Bundle(Proven.Content, Evidence(OfHiddenInput.Value), Proven.Output).Verify();

        Assert.Contains("proof:proof-input-hidden", report.Codes());
        Assert.Equal(Verdict.Unverifiable, report.Row(RowKind.Proof)!.Verdict);
        Assert.EndsWith("gives the disclosed output of an input that the proof hides.", report.Establishes[^1], StringComparison.Ordinal);
        Assert.Contains(report.DoesNotEstablish, static sentence => sentence.StartsWith("That the model computed this output from the committed input", StringComparison.Ordinal));
        Assert.Contains(report.DoesNotEstablish, static sentence => sentence.StartsWith("That proof key", StringComparison.Ordinal));
    }

    /// <summary>Of this model anybody finds an input for an output: a policy that asks for a proof takes none about some input.</summary>
    [Fact]
    public void Verify_AProofIsRequired_OneOfSomeInputDoesNotDo()
    {
        Policy policy = Sample.ParsePolicy($$"""{"require":["proof"],"proofKeys":["{{OfHiddenInput.Value.File.KeyId}}"]}""");
        VerificationReport hidden = ProvenSample.Bundle(Proven.Content, Evidence(OfHiddenInput.Value), Proven.Output).Verify(policy);
        VerificationReport opened = ProvenSample.Bundle(Proven.Content, Evidence(OfHiddenInput.Value, isOpened: true), Proven.Input, Proven.Output).Verify(policy);

        Assert.Equal(VerificationReport.ExitUnverifiable, hidden.ExitCode);
        Assert.True(opened.Accepted);
    }

    [Fact]
    public void Verify_HiddenInputOpened_IsAboutTheDisclosedInput()
    {
        VerificationReport report = ProvenSample.Bundle(Proven.Content, Evidence(OfHiddenInput.Value, isOpened: true), Proven.Input, Proven.Output).Verify();

        Assert.Contains("proof:ok", report.Codes());
        Assert.EndsWith("gives the disclosed output of the disclosed input, bit for bit.", report.Establishes[^1], StringComparison.Ordinal);
    }

    /// <summary>Disclosed and not opened, opened and not disclosed: neither shows that the proof is about this input.</summary>
    [Fact]
    public void Verify_DisclosedOrOpenedAlone_IsNotEnough()
    {
        Assert.Contains("proof:proof-input-hidden", ProvenSample.Bundle(Proven.Content, Evidence(OfHiddenInput.Value), Proven.Input, Proven.Output).Verify().Codes());
        Assert.Contains("proof:proof-input-hidden", ProvenSample.Bundle(Proven.Content, Evidence(OfHiddenInput.Value, isOpened: true), Proven.Output).Verify().Codes());
    }

    [Fact]
    public void Verify_AnotherInputOrOpening_IsInvalid()
    {
        CommitmentTree other = ProvenSample.Other(CommitmentSide.Input, Proven.Model.Program.Inputs[0].Name, ProvenSample.Flipped(Proven.Model.Inputs[0], 7));
        byte[] opening = OfHiddenInput.Value.Opening.ToArray();
        opening[0] ^= 1;

        Assert.Contains(
            "proof:proof-input-mismatch",
            ProvenSample.Bundle(Proven.Content with { Input = other.Commitment }, Evidence(OfHiddenInput.Value, isOpened: true), other, Proven.Output).Verify().Codes());
        Assert.Contains(
            "proof:proof-input-mismatch",
            ProvenSample.Bundle(Proven.Content, Evidence(OfHiddenInput.Value) with { Opening = opening }, Proven.Input, Proven.Output).Verify().Codes());
    }

    [Fact]
    public void Verify_HiddenInputOfAnotherOutput_IsInvalid()
    {
        CommitmentTree other = ProvenSample.Other(CommitmentSide.Output, Proven.Model.Program.Outputs[0].Name, ProvenSample.Flipped(Proven.Model.Outputs[0], 3));

        Assert.Contains("proof:output-mismatch", ProvenSample.Bundle(Proven.Content with { Output = other.Commitment }, Evidence(OfHiddenInput.Value), other).Verify().Codes());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_HiddenWeights_AreTheModelsForWhoeverHasTheKeyFile()
    {
        HiddenKey key = HiddenKey.CreateForOneProof();
        ModelProof proof = Proven.Model.Prover.Prove(
            Proven.Model.Inputs, new ProverOptions { Visibility = ProofVisibility.PrivateWeights, HiddenKey = key }, progress: null, TestContext.Current.CancellationToken);
        Bundle bundle = ProvenSample.Bundle(Proven.Content, Evidence(proof), Proven.Input, Proven.Output);
        VerificationReport made = BundleVerifier.Verify(
            bundle.ToBytes(), Policy.Default, Sample.Now, reexecute: null, (_, file) => WeightCommitment.CreateHidden(Proven.Model.Program, Proven.Model.Constants, key).KeyId(file.Profile));
        VerificationReport open = BundleVerifier.Verify(
            bundle.ToBytes(), Policy.Default, Sample.Now, reexecute: null, static (_, file) => WeightCommitment.Create(Proven.Model.Program, Proven.Model.Constants).KeyId(file.Profile));

        Assert.Contains("proof:ok", bundle.Verify().Codes());
        Assert.EndsWith("it was made again from the model's files.", made.Establishes[^1], StringComparison.Ordinal);
        Assert.Contains("proof:proof-key-mismatch", open.Codes());
    }

    [Fact]
    public void Package_OfHiddenInput_HasNoneUntilItIsOpened()
    {
        var hidden = ProofPackage.Create(Proven.Model.Prover.Subject, OfHiddenInput.Value.File, Proven.Model.Inputs, Proven.Model.Outputs);
        ProofPackage opened = hidden.Open(Proven.Model.Inputs, OfHiddenInput.Value.Opening);

        Assert.Empty(hidden.Inputs);
        Assert.True(ProofPackage.TryRead(hidden.ToBytes(), out ProofPackage? read));
        Assert.Equal(ProofVerdictCode.OkForHiddenInput, read.Verify().Code);
        Assert.True(ProofPackage.TryRead(opened.ToBytes(), out read));
        Assert.Equal(ProofVerdictCode.Ok, read.Verify().Code);
        Assert.Equal(ProofVerdictCode.InputDiffers, (hidden with { Inputs = opened.Inputs }).Verify().Code);
        Assert.Equal(ProofVerdictCode.InputDiffers, hidden.Open([ProvenSample.Flipped(Proven.Model.Inputs[0], 7)], OfHiddenInput.Value.Opening).Verify().Code);
        Assert.Throws<ArgumentException>(() => hidden.Open([], OfHiddenInput.Value.Opening));
    }

    private static ModelProof Prove(ProofVisibility visibility) =>
        Proven.Model.Prover.Prove(Proven.Model.Inputs, new ProverOptions { Visibility = visibility }, progress: null, TestContext.Current.CancellationToken);

    private static ProofEvidence Evidence(ModelProof proof, bool isOpened = false) =>
        Proven.Evidence with { Proof = proof.File.ToBytes(), Opening = isOpened ? proof.Opening : default };
}
