using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Tests;
using OpenGradient.Zk.Prover;
using OpenGradient.Zk.Prover.Tests.Models;

namespace OpenGradient.Verification.Tests;

/// <summary>A receipt of the sample <c>digits</c> in integers, with the proof of what it says.</summary>
internal sealed class ProvenSample
{
    private static readonly Lazy<ProvenSample> Made = new(static () => new ProvenSample());

    private ProvenSample()
    {
        Model = IntegerSample.Digits();
        Proof = Model.Prover.Prove(Model.Inputs, new ProverOptions(), progress: null, default);
        Evidence = new ProofEvidence(Model.Prover.Subject.Program.ToBytes(), Model.Prover.Subject.PublicBytes, Proof.File.ToBytes());
        Input = CommitmentTree.Build(CommitmentSide.Input, [Leaf(Model.Program.Inputs[0].Name, Model.Inputs[0])], SampleContent.Salts);
        Output = CommitmentTree.Build(CommitmentSide.Output, [Leaf(Model.Program.Outputs[0].Name, Model.Outputs[0])], SampleContent.Salts);
    }

    public static ProvenSample Instance => Made.Value;

    public IntegerSample Model { get; }

    public ModelProof Proof { get; }

    public ProofEvidence Evidence { get; }

    public CommitmentTree Input { get; }

    public CommitmentTree Output { get; }

    public ReceiptContent Content => Sample.TensorContent with
    {
        Execution = new("integer", "exec-1", TestKeys.DigestOf("spec/exec-1.md")),
        Input = Input.Commitment,
        Output = Output.Commitment,
        Model = new(new(TestKeys.DigestOf("model")), "digits", Model.Program.Id),
    };

    /// <summary>A bundle of a receipt, of disclosures and of a proof that need not belong together.</summary>
    public static Bundle Bundle(ReceiptContent content, ProofEvidence? evidence, params CommitmentTree[] disclosed)
    {
        Bundle issued = Sample.Issue(content);
        return issued with
        {
            Evidence = evidence is null ? issued.Evidence : [.. issued.Evidence, evidence.ToEvidence()],
            Disclosures = [.. disclosed.SelectMany(static tree => tree.DiscloseAll())],
        };
    }

    /// <summary>Everything as it should be.</summary>
    public Bundle Honest() => Bundle(Content, Evidence, Input, Output);

    /// <summary>The tree of another tensor under the name of an input or output.</summary>
    public static CommitmentTree Other(CommitmentSide side, string name, Tensor tensor) => CommitmentTree.Build(side, [Leaf(name, tensor)], SampleContent.Salts);

    /// <summary>A tensor with one bit changed.</summary>
    public static Tensor Flipped(Tensor tensor, int at)
    {
        byte[] bytes = [.. tensor.Bytes];
        bytes[at] ^= 0x40;
        return new(tensor.Type, tensor.Shape, bytes);
    }

    private static CommitmentLeaf Leaf(string name, Tensor tensor) => new TensorContent(tensor.Type.CanonicalName(), tensor.Shape, tensor.Bytes).ToLeaf(name);
}
