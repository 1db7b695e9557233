using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Zk;

namespace OpenGradient.Verification;

/// <summary>The row <c>proof</c> (receipt-1 §5.11).</summary>
/// <remarks>
/// Establishes that the Program that the receipt names, with the weights behind the proof key, gives the disclosed output of the disclosed input, bit for bit.
/// Of a proof that hides its input, and that nobody opens here, it establishes that the output is that of some input: that is less, and no valid row.
/// Does not establish that these weights are the model's, unless the key is made again or the policy lists it.
/// </remarks>
internal static class ProofCheck
{
    /// <summary>The row; null if the bundle has no proof.</summary>
    public static ProofFinding? Check(Bundle bundle, Receipt receipt, DisclosureFinding input, DisclosureFinding output, ProofKeyMaker? makeKey)
    {
        if (bundle.Evidence.FirstOrDefault(static evidence => evidence.Type == ProofEvidence.Type) is not { } evidence)
            return null;
        if (!ProofEvidence.TryRead(evidence.Json, out ProofEvidence? proof))
            return Fail(VerificationCode.ProofMalformed, "The evidence lacks a member, or one of its members is not base64.");
        if (!ProofFile.TryRead(proof.Proof.Span, out ProofFile? file, out ProofFileFault fault, out int offset))
            return Fail(VerificationCode.ProofMalformed, $"The proof file is wrong at byte {offset}: {fault}.");
        if (Digest.Sha256(proof.Program.Span) != receipt.Content.Model.Program.Value || file.Program != receipt.Content.Model.Program.Value)
            return Fail(VerificationCode.ProgramMismatch, $"The proof is about another Program than {receipt.Content.Model.Program}, which the receipt names.");
        if (!ProofSubject.TryRead(proof.Program.Span, proof.Constants, out ProofSubject? subject, out string reason))
            return Fail(VerificationCode.ProofConstantsMismatch, reason);
        bool isInputHidden = file.Visibility.HasFlag(ProofVisibility.PrivateInputs) && (proof.Opening.IsEmpty || input.Row.Code != VerificationCode.Ok);
        ReportRow row = CheckDisclosures(isInputHidden, input, output) ?? Judge(file, subject, isInputHidden ? null : input, output, proof.Opening.Span);
        return row.IsValid || row.Code == VerificationCode.ProofInputHidden ? CheckKey(row, receipt, file, makeKey) : new(row, file.KeyId, IsKeyMade: false);
    }

    private static ReportRow? CheckDisclosures(bool isInputHidden, DisclosureFinding input, DisclosureFinding output)
    {
        if (input.Row.Verdict == Verdict.Invalid || output.Row.Verdict == Verdict.Invalid)
            return Row(VerificationCode.DependsOn, "The disclosed input or output is not what the receipt commits to.");
        if (!isInputHidden && input.Row.Code != VerificationCode.Ok)
            return Row(VerificationCode.InputNotDisclosed, "Not every part of the input is disclosed.");
        return output.Row.Code == VerificationCode.Ok ? null : Row(VerificationCode.OutputNotDisclosed, "Not every part of the output is disclosed.");
    }

    /// <summary>The row, but for the key; without an input, about one that the proof hides.</summary>
    private static ReportRow Judge(ProofFile file, ProofSubject subject, DisclosureFinding? input, DisclosureFinding output, ReadOnlySpan<byte> opening)
    {
        if ((input is null ? [] : TryReadTensors(input.Leaves, subject.Program.Inputs.Select(static declared => declared.Name))) is not { } inputs)
            return Row(VerificationCode.ProofInputMismatch, "The disclosed input is not one tensor for each input of the Program, in its order.");
        if (TryReadTensors(output.Leaves, subject.Program.Outputs.Select(static declared => declared.Name)) is not { } outputs)
            return Row(VerificationCode.OutputMismatch, "The disclosed output is not one tensor for each output of the Program, in its order.");
        ProofVerdict verdict = ProofVerifier.Verify(file, subject, inputs, outputs, input is null ? [] : opening);
        return Row(CodeOf(verdict.Code), verdict.Reason);
    }

    private static ProofFinding CheckKey(ReportRow row, Receipt receipt, ProofFile file, ProofKeyMaker? makeKey)
    {
        if (makeKey?.Invoke(receipt, file) is not { } made)
            return new(row, file.KeyId, IsKeyMade: false);
        return made == file.KeyId
            ? new(row, file.KeyId, IsKeyMade: true)
            : Fail(VerificationCode.ProofKeyMismatch, $"The weights of the model make key {made}; the proof is about key {file.KeyId}.");
    }

    private static ImmutableArray<Tensor>? TryReadTensors(ImmutableArray<CommitmentLeaf> leaves, IEnumerable<string> names)
    {
        var tensors = ImmutableArray.CreateBuilder<Tensor>(leaves.Length);
        if (!leaves.Select(static leaf => leaf.Label).SequenceEqual(names, StringComparer.Ordinal))
            return null;
        foreach (CommitmentLeaf leaf in leaves)
        {
            if (leaf.Kind != LeafKind.Tensor || LeafTensor.TryRead(leaf.Content) is not { } tensor)
                return null;
            tensors.Add(tensor);
        }

        return tensors.MoveToImmutable();
    }

    private static VerificationCode CodeOf(ProofVerdictCode code) => code switch
    {
        ProofVerdictCode.Ok => VerificationCode.Ok,
        ProofVerdictCode.OkForHiddenInput => VerificationCode.ProofInputHidden,
        ProofVerdictCode.ProgramDiffers => VerificationCode.ProgramMismatch,
        ProofVerdictCode.ParametersTooWeak => VerificationCode.ProofTooWeak,
        ProofVerdictCode.NotProvable => VerificationCode.ProofUnsupported,
        ProofVerdictCode.OutsideNotChecked => VerificationCode.ProofOutside,
        ProofVerdictCode.InputDiffers => VerificationCode.ProofInputMismatch,
        ProofVerdictCode.OutputDiffers => VerificationCode.OutputMismatch,
        ProofVerdictCode.ProofInvalid => VerificationCode.ProofInvalid,
    };

    private static ProofFinding Fail(VerificationCode code, string reason) => new(Row(code, reason), null, IsKeyMade: false);

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Proof, code, reason);
}
