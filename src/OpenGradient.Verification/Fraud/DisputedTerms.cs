using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>Holds the terms of a dispute to what the receipt states in the clear.</summary>
/// <remarks>Does not establish that inputs, outputs and tokens are the committed ones: the issuer says that by playing under these terms.</remarks>
internal static class DisputedTerms
{
    /// <summary>The first thing that the terms say otherwise; null if there is none.</summary>
    public static string? Difference(JsonValue terms, ReceiptContent receipt)
    {
        if (!Is(terms, "protocol", "dispute-1"))
            return "they are not terms of dispute-1";
        if (!Is(terms, "program", receipt.Model.Program.ToString()))
            return "they are about another Program";
        if (!Is(terms, "semantics", receipt.Execution.Spec.ToString()))
            return "they name another text of the semantics";
        string trace = receipt.Sampling is null ? "receipt" : "rows";
        if (!terms.TryGet(trace, out JsonValue? bound) || !Is(bound, "trace", receipt.Trace.Root.ToString()) || !Is(bound, "leaves", Number(receipt.Trace.Leaves)))
            return "they name another trace";
        return receipt.Sampling is { } sampling ? Difference(terms, sampling, receipt.Usage) : null;
    }

    private static string? Difference(JsonValue terms, SamplingStatement sampling, UsageStatement usage)
    {
        if (!terms.TryGet("answer", out JsonValue? answer))
            return "they are about no answer";
        if (!Is(answer, "prompt", Number(usage.InputTokens)) || !answer.TryGet("tokens", out JsonValue? tokens) || !Is(tokens, "header", $"i32[{Number(usage.OutputTokens)}]"))
            return "they count other tokens";
        bool isSame = Is(answer, "temperature", sampling.Temperature) && Is(answer, "topK", sampling.TopK) && Is(answer, "topP", sampling.TopP)
            && IsSetting(answer, "minP", sampling.MinP) && IsSetting(answer, "frequencyPenalty", sampling.FrequencyPenalty)
            && IsSetting(answer, "presencePenalty", sampling.PresencePenalty) && IsSetting(answer, "repetitionPenalty", sampling.RepetitionPenalty);
        return isSame ? null : "they choose tokens in another way";
    }

    private static bool Is(JsonValue json, string name, string expected) => json.TryGetString(name, out string? text) && text == expected;

    /// <summary>A setting that changes nothing may be left out of the terms, and of the receipt.</summary>
    private static bool IsSetting(JsonValue json, string name, string? stated) => !json.TryGet(name, out _) || (stated is not null && Is(json, name, stated));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
