using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The forms of receipt-1 §2, held against what an issuer is about to sign.</summary>
internal static class ContentForm
{
    /// <exception cref="ArgumentException">A member has another form; the message names it.</exception>
    public static void Require(ReceiptContent content)
    {
        if (FindBreach(content) is string member)
            throw new ArgumentException($"The receipt member {member} has not the form that receipt-1 asks for.", nameof(content));
    }

    /// <summary>The first member that has not its form, or null.</summary>
    public static string? FindBreach(ReceiptContent content)
    {
        (bool Holds, string Member)[] rules =
        [
            (content.Execution.Profile is "float" or "integer", "execution.profile"),
            (TextForm.IsLabel(content.Execution.Semantics), "execution.semantics"),
            (IsLeafCount(content.Input.Leaves), "input.leaves"),
            (content.IssuedAt >= 0, "issuedAt"),
            (TextForm.IsLabel(content.Issuer.Name), "issuer.name"),
            (TextForm.IsLabel(content.Log.Origin), "log.origin"),
            (TextForm.IsLabel(content.Model.Name), "model.name"),
            (TextForm.IsHex(content.Nonce.Client, 0, 64), "nonce.client"),
            (TextForm.IsHex(content.Nonce.Provider, 32, 32), "nonce.provider"),
            (IsLeafCount(content.Output.Leaves), "output.leaves"),
            (content.Session is null || (content.Session.Index >= 0 && content.Session.Index == 0 == content.Session.Previous is null), "session"),
            (content.StartedAt >= 0, "startedAt"),
            (content.Trace.Leaves >= 0, "trace.leaves"),
            (content.Usage.InputTokens >= 0, "usage.inputTokens"),
            (content.Usage.OutputTokens >= 0, "usage.outputTokens"),
        ];
        foreach ((bool holds, string member) in rules)
        {
            if (!holds)
                return member;
        }

        if (content.Draw is DrawStatement draw && FindBreach(draw, content) is string drawMember)
            return drawMember;
        return content.Sampling is SamplingStatement sampling ? FindBreach(sampling) : null;
    }

    /// <summary>Without a nonce there is nothing to draw for, and an answer that is not sampled draws nothing.</summary>
    private static string? FindBreach(DrawStatement draw, ReceiptContent content)
    {
        if (draw.Choice is < 0 or >= DrawStatement.MaximumChoices)
            return "draw.choice";
        if (!TextForm.IsHex(draw.Key, DrawKey.Bytes, DrawKey.Bytes))
            return "draw.key";
        if (!TextForm.IsHex(draw.Proof, DrawKey.Bytes, DrawKey.Bytes))
            return "draw.proof";
        return content.Nonce.Client.Length == 0 || content.Sampling is null or { Temperature: "0" } ? "draw" : null;
    }

    private static string? FindBreach(SamplingStatement sampling)
    {
        foreach ((string name, string? text) in sampling.Optional)
        {
            if (text is not null && !TextForm.IsNumber(text))
                return $"sampling.{name}";
        }

        if (!TextForm.IsNumber(sampling.MaxTokens))
            return "sampling.maxTokens";
        if (sampling.Seed.Length > 0 && !TextForm.IsNumber(sampling.Seed))
            return "sampling.seed";
        if (!TextForm.IsNumber(sampling.Temperature))
            return "sampling.temperature";
        if (!TextForm.IsNumber(sampling.TopK))
            return "sampling.topK";
        return TextForm.IsNumber(sampling.TopP) ? null : "sampling.topP";
    }

    private static bool IsLeafCount(long leaves) => leaves is >= 1 and <= uint.MaxValue;
}
