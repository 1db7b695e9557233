using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>draw</c> (receipt-1 §5.6): whether the provider's part of the random stream is the only one that its key has for the nonce.</summary>
/// <remarks>Establishes that the holder of the key had no choice. Does not establish that the key was there before the nonce.</remarks>
internal static class DrawCheck
{
    /// <summary>The row; null if the receipt names no draw.</summary>
    public static ReportRow? Check(ReceiptContent content)
    {
        if (content.Draw is not { } draw)
            return null;
        if (!DrawKey.TryParse(Convert.FromHexString(draw.Key), out DrawKey? key))
            return Row(VerificationCode.DrawKeyMalformed, "The draw key is no number of 2,048 bits without factors below 4,096.");
        return key.Verify(DrawStatement.Message(draw.Choice, content.Nonce.Client), Convert.FromHexString(draw.Proof))
            ? Row(VerificationCode.Ok, $"The one draw of the key {key.Id} for answer {draw.Choice} to the client's nonce.")
            : Row(VerificationCode.DrawInvalid, $"The draw is not that of the key {key.Id} for answer {draw.Choice} to the client's nonce.");
    }

    /// <summary>Whether the answer may be a drawn one: all of a language model's are, but those that say that they are greedy.</summary>
    /// <remarks>A receipt must not escape by leaving its settings out.</remarks>
    public static bool MayBeDrawn(ReceiptContent content) =>
        content.Sampling is { } sampling ? sampling.Temperature != "0" : content.Finish != FinishReason.Complete;

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Draw, code, reason);
}
