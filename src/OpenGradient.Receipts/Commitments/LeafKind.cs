namespace OpenGradient.Receipts;

/// <summary>The kinds of leaves that version 1 knows (receipt-1 §3).</summary>
public static class LeafKind
{
    /// <summary>A tensor; see <see cref="TensorContent"/>.</summary>
    public const string Tensor = "tensor";

    /// <summary>The canonical JSON of a chat message; labelled with its index, or empty for the answer.</summary>
    public const string Message = "message";

    /// <summary>The UTF-8 text of a raw prompt, one without a template; the label is empty.</summary>
    public const string Prompt = "prompt";

    /// <summary>The JSON text of the tools in the form of the OpenAI chat API; the label is empty.</summary>
    public const string Tools = "tools";

    /// <summary>The canonical JSON array of stop strings; the label is empty.</summary>
    public const string Stop = "stop";

    /// <summary>The JSON text of what is added to logits, as the client sent it; the label is empty.</summary>
    public const string LogitBias = "logit-bias";

    /// <summary>The JSON text of what holds the answer to a form, as the client sent it; labelled with the name of the parameter.</summary>
    public const string Constraint = "constraint";

    /// <summary>For each token of a block its log-probability, then those of the likeliest; labelled with the index of the first token.</summary>
    public const string Logprobs = "logprobs";

    /// <summary>Token ids, u32 little-endian, at most 32; labelled with the index of the first.</summary>
    public const string Tokens = "tokens";

    /// <summary>The UTF-8 bytes that a block of tokens decodes to; labelled with the index of the first token.</summary>
    public const string Text = "text";

    /// <summary>The UTF-8 text that continues a raw prompt, as it is returned; the label is empty.</summary>
    public const string Completion = "completion";
}
