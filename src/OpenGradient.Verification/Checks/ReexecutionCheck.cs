using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>re-execution</c> (receipt-1 §5.7).</summary>
internal static class ReexecutionCheck
{
    public static ReportRow Check(Receipt receipt, DisclosureFinding input, DisclosureFinding output, Reexecution reexecute)
    {
        if (input.Row.Verdict == Verdict.Invalid || output.Row.Verdict == Verdict.Invalid)
            return Row(VerificationCode.DependsOn, "The disclosed input or output is not what the receipt commits to.");
        if (input.Row.Code != VerificationCode.Ok)
            return Row(VerificationCode.InputNotDisclosed, "Not every part of the input is disclosed.");
        if (output.Row.Code != VerificationCode.Ok)
            return Row(VerificationCode.OutputNotDisclosed, "Not every part of the output is disclosed.");
        ReexecutionResult result = reexecute(new ReexecutionRequest(receipt, input.Leaves, output.Leaves));
        return Row(CodeOf(result.Code), result.Reason);
    }

    private static VerificationCode CodeOf(ReexecutionCode code) => code switch
    {
        ReexecutionCode.Ok => VerificationCode.Ok,
        ReexecutionCode.ModelMissing => VerificationCode.ModelMissing,
        ReexecutionCode.SemanticsUnknown => VerificationCode.SemanticsUnknown,
        ReexecutionCode.WorkExceeded => VerificationCode.WorkExceeded,
        ReexecutionCode.ModelMismatch => VerificationCode.ModelMismatch,
        ReexecutionCode.ProgramMismatch => VerificationCode.ProgramMismatch,
        ReexecutionCode.InputInvalid => VerificationCode.InputInvalid,
        ReexecutionCode.OutputMismatch => VerificationCode.OutputMismatch,
        ReexecutionCode.TraceMismatch => VerificationCode.TraceMismatch,
        ReexecutionCode.UsageMismatch => VerificationCode.UsageMismatch,
    };

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Reexecution, code, reason);
}
