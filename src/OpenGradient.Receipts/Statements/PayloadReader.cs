using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Reads a payload, rule by rule in the order of receipt-1 §5.1.</summary>
internal static class PayloadReader
{
    public static ReceiptError Read(ReadOnlySpan<byte> payload, out ReceiptContent? content)
    {
        content = null;
        if (payload.Length > Receipt.MaximumPayloadBytes)
            return new(ReceiptErrorCode.PayloadTooLarge, $"{payload.Length} bytes");
        if (!JsonReader.TryRead(payload, out JsonValue? statement, out int errorOffset))
            return new(ReceiptErrorCode.PayloadMalformed, $"byte {errorOffset} of the payload");
        if (HoldsNumber(statement))
            return new(ReceiptErrorCode.PayloadMalformed, "a JSON number");
        if (!CanonicalJson.Serialize(statement).AsSpan().SequenceEqual(payload))
            return new(ReceiptErrorCode.PayloadNotCanonical, "the payload");
        if (!Is(statement, "_type", Statement.Type))
            return new(ReceiptErrorCode.StatementType, "_type");
        if (!Is(statement, "predicateType", Statement.PredicateType))
            return new(ReceiptErrorCode.StatementType, "predicateType");
        return ReadStatement(statement, out content);
    }

    private static ReceiptError ReadStatement(JsonValue statement, out ReceiptContent? content)
    {
        MemberReader members = new(statement);
        ReceiptContent candidate = ReadContent(members);
        bool understandsAll = members.CritIsEmpty();
        string? breach = members.Breach ?? ContentForm.FindBreach(candidate);
        content = null;
        if (breach is not null)
            return new(ReceiptErrorCode.StatementMalformed, breach);
        if (!members.SubjectIs(candidate.Output.Root))
            return new(ReceiptErrorCode.SubjectMismatch, "subject");
        if (!understandsAll)
            return new(ReceiptErrorCode.CritUnknown, "crit");
        content = candidate;
        return default;
    }

    private static ReceiptContent ReadContent(MemberReader members) => new()
    {
        Draw = members.Has("draw") ? new(members.Count("draw", "choice"), members.Text("draw", "key"), members.Text("draw", "proof")) : null,
        Execution = new(members.Text("execution", "profile"), members.Text("execution", "semantics"), members.Digest("execution", "spec")),
        Input = members.Commitment("input", "commit-1"),
        IssuedAt = members.Count("issuedAt"),
        Issuer = new(members.Digest("issuer", "key"), members.Text("issuer", "name")),
        Log = new(members.Digest("log", "key"), members.Text("log", "origin")),
        Model = new(new(members.Digest("model", "id")), members.Text("model", "name"), new(members.Digest("model", "program"))),
        Nonce = new(members.Text("nonce", "client"), members.Text("nonce", "provider")),
        Output = members.Commitment("output", "commit-1"),
        Finish = members.Finish("output", "finish"),
        Sampling = members.Has("sampling") ? ReadSampling(members) : null,
        Session = members.Has("session") ? new(members.Digest("session", "id"), members.Count("session", "index"), members.OptionalReceipt("session", "prev")) : null,
        StartedAt = members.Count("startedAt"),
        Trace = members.Commitment("trace", "trace-1"),
        Usage = new(members.Count("usage", "inputTokens"), members.Count("usage", "outputTokens")),
    };

    private static SamplingStatement ReadSampling(MemberReader members) => new(
        members.Text("sampling", "maxTokens"),
        members.Text("sampling", "seed"),
        members.Digest("sampling", "stop"),
        members.Text("sampling", "temperature"),
        members.Text("sampling", "topK"),
        members.Text("sampling", "topP"))
    {
        FrequencyPenalty = members.OptionalText("sampling", "frequencyPenalty"),
        Logprobs = members.OptionalText("sampling", "logprobs"),
        MinP = members.OptionalText("sampling", "minP"),
        PresencePenalty = members.OptionalText("sampling", "presencePenalty"),
        RepetitionPenalty = members.OptionalText("sampling", "repetitionPenalty"),
    };

    private static bool Is(JsonValue value, string name, string expected) =>
        value.TryGetString(name, out string? text) && string.Equals(text, expected, StringComparison.Ordinal);

    /// <summary>Whether there is a number anywhere; the reader has bounded the depth.</summary>
    /// <summary>Whether there is a JSON number anywhere: what is signed has none, since readers differ about them.</summary>
    internal static bool HoldsNumber(JsonValue value)
    {
        if (value.Kind == JsonKind.Number)
            return true;
        foreach (JsonValue item in value.Items)
        {
            if (HoldsNumber(item))
                return true;
        }

        foreach ((_, JsonValue member) in value.Members)
        {
            if (HoldsNumber(member))
                return true;
        }

        return false;
    }
}
