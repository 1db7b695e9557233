using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Verification.Tests;

/// <summary>The row <c>proof</c> (receipt-1 §5.11), with a proof by the real prover.</summary>
public sealed class ProofRowTests
{
    private static readonly ProvenSample Proven = ProvenSample.Instance;

    [Fact]
    public void Verify_AProof_EstablishesThatTheProgramGaveTheOutput_NotThatTheWeightsAreTheModels()
    {
        VerificationReport report = Proven.Honest().Verify();

        Assert.True(report.Accepted);
        Assert.Contains("proof:ok", report.Codes());
        Assert.StartsWith("A proof shows that Program", report.Establishes[^1], StringComparison.Ordinal);
        Assert.Contains(report.DoesNotEstablish, static sentence => sentence.StartsWith("That proof key", StringComparison.Ordinal));
        Assert.DoesNotContain("That the model computed this output: the run was not repeated here.", report.DoesNotEstablish);
    }

    [Fact]
    public void Verify_TheKeyMadeAgain_EstablishesTheWeights()
    {
        VerificationReport report = Verify(Proven.Honest(), static (_, file) => WeightCommitment.Create(Proven.Model.Program, Proven.Model.Constants).KeyId(file.Profile));

        Assert.True(report.Accepted);
        Assert.EndsWith("it was made again from the model's files.", report.Establishes[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(report.DoesNotEstablish, static sentence => sentence.Contains("proof key", StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_TheKeyOfOtherWeights_IsInvalid()
    {
        VerificationReport report = Verify(Proven.Honest(), static (_, _) => Digest.Sha256("other weights"u8));

        Assert.Contains("proof:proof-key-mismatch", report.Codes());
        Assert.Equal(VerificationReport.ExitInvalid, report.ExitCode);
        Assert.Contains("That the model computed this output: the proof does not show it.", report.DoesNotEstablish);
    }

    [Fact]
    public void Verify_APolicyWithKeys_TakesThoseOnly()
    {
        VerificationReport listed = Proven.Honest().Verify(Sample.ParsePolicy($$"""{"proofKeys":["{{Proven.Proof.File.KeyId}}"]}"""));
        VerificationReport other = Proven.Honest().Verify(Sample.ParsePolicy($$"""{"proofKeys":["{{Digest.Sha256("other"u8)}}"]}"""));
        VerificationReport without = ProvenSample.Bundle(Proven.Content, null, Proven.Input, Proven.Output).Verify(Sample.ParsePolicy($$"""{"proofKeys":["{{Proven.Proof.File.KeyId}}"]}"""));

        Assert.True(listed.Accepted);
        Assert.DoesNotContain(listed.DoesNotEstablish, static sentence => sentence.Contains("proof key", StringComparison.Ordinal));
        Assert.Contains("policy:proof-key-not-trusted", other.Codes());
        Assert.Equal(VerificationReport.ExitUnverifiable, without.ExitCode);
    }

    /// <summary>Whoever issues a receipt can prove it with weights of its own choice: a policy that asks for a proof must not take that for the model's.</summary>
    [Fact]
    public void Verify_AProofIsRequired_WeightsThatNobodyKnowsDoNotDo()
    {
        Policy proof = Sample.ParsePolicy("""{"require":["proof"]}""");
        VerificationReport unknown = Proven.Honest().Verify(proof);
        VerificationReport made = BundleVerifier.Verify(Proven.Honest().ToBytes(), proof, Sample.Now, makeKey: static (_, file) => WeightCommitment.Create(Proven.Model.Program, Proven.Model.Constants).KeyId(file.Profile));
        VerificationReport listed = Proven.Honest().Verify(Sample.ParsePolicy($$"""{"require":["proof"],"proofKeys":["{{Proven.Proof.File.KeyId}}"]}"""));

        Assert.Contains("policy:proof-key-not-known", unknown.Codes());
        Assert.Equal(VerificationReport.ExitUnverifiable, unknown.ExitCode);
        Assert.True(made.Accepted);
        Assert.True(listed.Accepted);
    }

    [Fact]
    public void Verify_InputOrOutputHidden_IsNotChecked()
    {
        Assert.Contains("proof:input-not-disclosed", ProvenSample.Bundle(Proven.Content, Proven.Evidence, Proven.Output).Verify().Codes());
        Assert.Contains("proof:output-not-disclosed", ProvenSample.Bundle(Proven.Content, Proven.Evidence, Proven.Input).Verify().Codes());
    }

    [Fact]
    public void Verify_AReceiptOfAnotherInput_IsInvalid()
    {
        CommitmentTree other = ProvenSample.Other(CommitmentSide.Input, Proven.Model.Program.Inputs[0].Name, ProvenSample.Flipped(Proven.Model.Inputs[0], 7));

        Assert.Contains("proof:proof-input-mismatch", ProvenSample.Bundle(Proven.Content with { Input = other.Commitment }, Proven.Evidence, other, Proven.Output).Verify().Codes());
    }

    /// <summary>One bit of one number: the smallest lie about an output.</summary>
    [Fact]
    public void Verify_AReceiptOfAnotherOutput_IsInvalid()
    {
        byte[] bytes = [.. Proven.Model.Outputs[0].Bytes];
        bytes[20] ^= 1;
        CommitmentTree other = ProvenSample.Other(CommitmentSide.Output, Proven.Model.Program.Outputs[0].Name, new(Proven.Model.Outputs[0].Type, Proven.Model.Outputs[0].Shape, bytes));

        VerificationReport report = ProvenSample.Bundle(Proven.Content with { Output = other.Commitment }, Proven.Evidence, Proven.Input, other).Verify();

        Assert.Contains("proof:output-mismatch", report.Codes());
        Assert.Contains("element 5", report.Row(RowKind.Proof)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OtherNamesThanTheProgramHas_AreInvalid()
    {
        CommitmentTree input = ProvenSample.Other(CommitmentSide.Input, "another", Proven.Model.Inputs[0]);
        CommitmentTree output = ProvenSample.Other(CommitmentSide.Output, "another", Proven.Model.Outputs[0]);

        Assert.Contains("proof:proof-input-mismatch", ProvenSample.Bundle(Proven.Content with { Input = input.Commitment }, Proven.Evidence, input, Proven.Output).Verify().Codes());
        Assert.Contains("proof:output-mismatch", ProvenSample.Bundle(Proven.Content with { Output = output.Commitment }, Proven.Evidence, Proven.Input, output).Verify().Codes());
    }

    [Fact]
    public void Verify_AReceiptOfAnotherProgram_IsInvalid()
    {
        ReceiptContent other = Proven.Content with { Model = Proven.Content.Model with { Program = new(Digest.Sha256("another"u8)) } };

        Assert.Contains("proof:program-mismatch", ProvenSample.Bundle(other, Proven.Evidence, Proven.Input, Proven.Output).Verify().Codes());
    }

    [Fact]
    public void Verify_ChangedEvidence_IsInvalid()
    {
        Assert.Equal("proof-malformed", CodeOf(Proven.Evidence with { Proof = Proven.Evidence.Proof[..^1] }));
        Assert.Equal("proof-malformed", CodeOf(Proven.Evidence with { Proof = ReadOnlyMemory<byte>.Empty }));
        Assert.Equal("proof-constants-mismatch", CodeOf(Proven.Evidence with { Constants = Proven.Evidence.Constants[1..] }));
        Assert.Equal("program-mismatch", CodeOf(Proven.Evidence with { Program = "{}"u8.ToArray() }));
        byte[] damaged = Proven.Evidence.Proof.ToArray();
        damaged[^100] ^= 1;
        Assert.Equal("proof-invalid", CodeOf(Proven.Evidence with { Proof = damaged }));
    }

    [Fact]
    public void Verify_EvidenceWithoutItsMembers_IsInvalid()
    {
        Bundle honest = Proven.Honest();
        Evidence bare = new(ProofEvidence.Type, JsonValue.Object(("type", JsonValue.String(ProofEvidence.Type))));

        Assert.Contains("proof:proof-malformed", (honest with { Evidence = [.. honest.Evidence[..^1], bare] }).Verify().Codes());
    }

    /// <summary>What holds for a bundle holds for a run without a receipt.</summary>
    [Fact]
    public void Package_WrittenAndRead_IsProvedAndNothingElseIs()
    {
        byte[] bytes = ProofPackage.Create(Proven.Model.Prover.Subject, Proven.Proof.File, Proven.Model.Inputs, Proven.Model.Outputs).ToBytes();
        byte[] other = ProofPackage.Create(Proven.Model.Prover.Subject, Proven.Proof.File, Proven.Model.Inputs, [ProvenSample.Flipped(Proven.Model.Outputs[0], 3)]).ToBytes();

        Assert.True(ProofPackage.TryRead(bytes, out ProofPackage? package));
        Assert.True(package.Verify().IsProved);
        Assert.Equal(bytes, package.ToBytes());
        Assert.True(ProofPackage.TryRead(other, out ProofPackage? lie));
        Assert.Equal(ProofVerdictCode.OutputDiffers, lie.Verify().Code);
        Assert.False(ProofPackage.TryRead(bytes.AsSpan(1), out _));
        Assert.False(ProofPackage.TryRead("[]"u8, out _));
    }

    private static string CodeOf(ProofEvidence evidence) =>
        ProvenSample.Bundle(Proven.Content, evidence, Proven.Input, Proven.Output).Verify().Row(RowKind.Proof)!.Code.WireName();

    private static VerificationReport Verify(Bundle bundle, ProofKeyMaker makeKey) => BundleVerifier.Verify(bundle.ToBytes(), Policy.Default, Sample.Now, reexecute: null, makeKey);
}
