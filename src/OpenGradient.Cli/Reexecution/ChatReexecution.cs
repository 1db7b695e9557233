using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Reexecution;

/// <summary>Re-execution of a chat: the replay's prompt, tokens, text, message and trace against those of the receipt.</summary>
internal static class ChatReexecution
{
    public static ReexecutionResult Run(OpenedModel model, ReexecutionRequest request, CancellationToken cancellation)
    {
        ReceiptContent receipt = request.Receipt.Content;
        ChatReplay replay = ChatReplay.Run(model, receipt, request.Input, cancellation);

        if (LeafComparison.FirstDifference(request.Input, replay.Input) is string part)
            return new(ReexecutionCode.InputInvalid, $"The disclosed parts contradict each other: {part} is not what messages and template lead to.");
        if (LeafComparison.FirstDifference(request.Output, replay.Output) is string output)
            return new(ReexecutionCode.OutputMismatch, $"The answer differs from the re-run, first in {output}.");
        if (receipt.Trace != replay.Trace)
            return new(ReexecutionCode.TraceMismatch, $"The answers are equal, but the trace root is {replay.Trace.Root}; the receipt says {receipt.Trace.Root}.");
        if (receipt.Usage != replay.Usage || receipt.Finish != replay.Finish)
            return new(ReexecutionCode.UsageMismatch, $"The re-run read {Tokens(replay.Usage.InputTokens)}, made {replay.Usage.OutputTokens} and finished {replay.Finish.WireName()}.");
        return new(ReexecutionCode.Ok, $"Equal, bit for bit: prompt ({Tokens(replay.Usage.InputTokens)}), answer ({Tokens(replay.Usage.OutputTokens)}) and trace ({Plural.Of(replay.Trace.Leaves, "leaf", "leaves")}).");
    }

    private static string Tokens(long count) => Plural.Of(count, "token");
}
