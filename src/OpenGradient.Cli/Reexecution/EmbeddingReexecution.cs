using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Reexecution;

/// <summary>Re-execution of an embedding: the replay's tokens, embedding and trace against those of the receipt.</summary>
internal static class EmbeddingReexecution
{
    public static ReexecutionResult Run(OpenedModel model, ReexecutionRequest request, CancellationToken cancellation)
    {
        ReceiptContent receipt = request.Receipt.Content;
        EmbeddingReplay replay = EmbeddingReplay.Run(model, request.Input, cancellation);

        if (LeafComparison.FirstDifference(request.Input, replay.Input) is string part)
            return new(ReexecutionCode.InputInvalid, $"The disclosed parts contradict each other: {part} is not what the text leads to.");
        if (LeafComparison.FirstDifference(request.Output, replay.Output) is string output)
            return new(ReexecutionCode.OutputMismatch, $"The embedding differs from the re-run, first in {output}.");
        if (receipt.Trace != replay.Trace)
            return new(ReexecutionCode.TraceMismatch, $"The embeddings are equal, but the trace root is {replay.Trace.Root}; the receipt says {receipt.Trace.Root}.");
        if (receipt.Usage != replay.Usage || receipt.Finish != FinishReason.Complete || receipt.Sampling is not null)
            return new(ReexecutionCode.UsageMismatch, $"The re-run read {Plural.Of(replay.Usage.InputTokens, "token")}; an embedding finishes complete, samples nothing and makes no tokens.");
        return new(ReexecutionCode.Ok, $"Equal, bit for bit: text ({Plural.Of(replay.Usage.InputTokens, "token")}), embedding and trace ({Plural.Of(replay.Trace.Leaves, "leaf", "leaves")}).");
    }
}
