using OpenGradient.Cli.Output;
using OpenGradient.Execution;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Reexecution;

/// <summary>Re-execution of a tensor model: tensors in, tensors and trace compared.</summary>
internal static class TensorReexecution
{
    public static ReexecutionResult Run(OpenedModel model, ReexecutionRequest request, CancellationToken cancellation)
    {
        ReceiptContent receipt = request.Receipt.Content;
        if (ReceiptTensors.Inputs(model.Program, request.Input) is not { } inputs)
            return new(ReexecutionCode.InputInvalid, "The disclosed leaves are not one tensor for each input of the Program, in its order.");
        if (receipt.Finish != FinishReason.Complete || receipt.Sampling is not null || receipt.Usage != new UsageStatement(0, 0))
            return new(ReexecutionCode.UsageMismatch, "A tensor model finishes complete, samples nothing and counts no tokens.");

        RunResult run = Executable.Load(model.Program, model.Constants).Run(inputs, cancellation);

        return Compare(model.Program, run, request)
            ?? CompareTrace(receipt.Trace, run)
            ?? new(ReexecutionCode.Ok, $"Equal, bit for bit: outputs ({Plural.Of(run.Outputs.Sum(static output => (long)output.ElementCount), "element")}) and trace ({Plural.Of(run.TraceLeafCount, "leaf", "leaves")}).");
    }

    private static ReexecutionResult? Compare(Programs.Program program, RunResult run, ReexecutionRequest request)
    {
        if (request.Output.Length != run.Outputs.Length)
            return new(ReexecutionCode.OutputMismatch, $"The receipt has {request.Output.Length} outputs, the Program {run.Outputs.Length}.");
        for (int index = 0; index < run.Outputs.Length; index++)
        {
            Tensor output = run.Outputs[index];
            string name = program.Outputs[index].Name;
            CommitmentLeaf expected = new TensorContent(output.Type.CanonicalName(), output.Shape, output.Bytes).ToLeaf(name);
            CommitmentLeaf claimed = request.Output[index];
            if (claimed.Kind != expected.Kind || claimed.Label != expected.Label)
                return new(ReexecutionCode.OutputMismatch, $"Output {index} is claimed as {claimed.Kind} '{claimed.Label}', and is tensor '{name}'.");
            int position = claimed.Content.Span.CommonPrefixLength(expected.Content.Span);
            if (position != expected.Content.Length || position != claimed.Content.Length)
                return new(ReexecutionCode.OutputMismatch, Describe(name, output, expected, position));
        }

        return null;
    }

    private static string Describe(string name, Tensor output, CommitmentLeaf expected, int position)
    {
        int offset = position - (expected.Content.Length - output.Bytes.Length);
        return offset < 0
            ? $"Tensor '{name}' has another type or shape than the re-run."
            : $"Tensor '{name}' differs from the re-run, first in element {offset / output.Type.SizeBytes()}.";
    }

    private static ReexecutionResult? CompareTrace(Commitment claimed, RunResult run) =>
        claimed.Root == run.TraceRoot && claimed.Leaves == run.TraceLeafCount
            ? null
            : new(ReexecutionCode.TraceMismatch, $"The outputs are equal, but the trace root is {run.TraceRoot}; the receipt says {claimed.Root}.");
}
