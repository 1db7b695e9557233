using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>calls</c> (receipt-1 §9.3): whether requests tell calls of tools as the answers before made them, and each result always as the same.</summary>
internal sealed class CallsCheck
{
    private readonly Dictionary<string, (string Name, string Arguments)> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _results = new(StringComparer.Ordinal);
    private bool _hasHidden;

    private CallsCheck()
    {
    }

    /// <param name="steps">The reports on the bundles.</param>
    /// <param name="bundles">The bundles; disclosures that are not what their receipt commits to count as hidden.</param>
    public static SessionRow Check(ImmutableArray<VerificationReport> steps, ImmutableArray<Bundle> bundles)
    {
        CallsCheck check = new();
        for (int step = 0; step < steps.Length; step++)
        {
            if (check.Take(steps[step], bundles[step], isFirst: step == 0) is { } code)
                return new("calls", code, step, ReasonOf(code, step));
        }

        return check._hasHidden
            ? new("calls", SessionCode.NotDisclosed, 0, "Not all messages are disclosed: what is shown does not contradict itself.")
            : new("calls", SessionCode.Ok, 0, $"{check._calls.Count} calls of tools and {check._results.Count} results are told as they were made.");
    }

    private SessionCode? Take(VerificationReport report, Bundle bundle, bool isFirst)
    {
        _hasHidden |= !IsShown(report, RowKind.Input, VerificationCode.Ok);
        if (IsShown(report, RowKind.Input, VerificationCode.Ok) || IsShown(report, RowKind.Input, VerificationCode.OkPartial))
        {
            foreach (CommitmentLeaf leaf in Leaves(bundle, CommitmentSide.Input))
            {
                if (leaf.Kind == LeafKind.Message && JsonReader.TryRead(leaf.Content.Span, out JsonValue? message) && TakeMessage(message, isFirst) is { } code)
                    return code;
            }
        }

        bool isOutputShown = IsShown(report, RowKind.Output, VerificationCode.Ok) || IsShown(report, RowKind.Output, VerificationCode.OkPartial);
        CommitmentLeaf? answer = isOutputShown ? Leaves(bundle, CommitmentSide.Output).FirstOrDefault(static leaf => leaf.Kind == LeafKind.Message) : null;
        _hasHidden |= answer is null && !IsShown(report, RowKind.Output, VerificationCode.Ok);
        foreach (ShownCall call in answer is not null && AnswerLeaf.TryRead(answer, out AnswerLeaf? read) ? read.Calls : [])
            _calls.TryAdd(call.Id, (call.Name, call.Arguments));
        return null;
    }

    /// <summary>What the first request brings along is the beginning; later ones can tell only what was there before.</summary>
    private SessionCode? TakeMessage(JsonValue message, bool isFirst)
    {
        if (AnswerLeaf.TryReadCalls(message, out ImmutableArray<ShownCall> calls))
        {
            foreach (ShownCall call in calls)
            {
                bool isKnown = _calls.TryGetValue(call.Id, out (string Name, string Arguments) made);
                if (isKnown && (made.Name != call.Name || !IsSameJson(made.Arguments, call.Arguments)))
                    return SessionCode.CallChanged;
                if (!isKnown && !isFirst && !_hasHidden)
                    return SessionCode.CallUnknown;
                _calls.TryAdd(call.Id, (call.Name, call.Arguments));
            }
        }

        return message.TryGetString("role", out string? role) && role == "tool" ? TakeResult(message) : null;
    }

    private SessionCode? TakeResult(JsonValue message)
    {
        string id = message.TryGetString("tool_call_id", out string? text) ? text : "";
        string content = message.TryGetString("content", out string? told) ? told : "";
        if (!_calls.ContainsKey(id) && !_hasHidden)
            return SessionCode.CallUnknown;
        return _results.TryAdd(id, content) || _results[id] == content ? null : SessionCode.ResultChanged;
    }

    private static bool IsShown(VerificationReport report, RowKind kind, VerificationCode code) => report.Rows.Any(row => row.Kind == kind && row.Code == code);

    private static IEnumerable<CommitmentLeaf> Leaves(Bundle bundle, CommitmentSide side) =>
        bundle.Disclosures.Where(disclosure => disclosure.Side == side).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf);

    /// <summary>Clients read arguments and write them again, with other white space or another order of members.</summary>
    private static bool IsSameJson(string left, string right) => left == right
        || (JsonReader.TryRead(System.Text.Encoding.UTF8.GetBytes(left), out JsonValue? one) && JsonReader.TryRead(System.Text.Encoding.UTF8.GetBytes(right), out JsonValue? other)
            && CanonicalJson.Serialize(one).AsSpan().SequenceEqual(CanonicalJson.Serialize(other)));

    private static string ReasonOf(SessionCode code, int step) => code switch
    {
        SessionCode.CallChanged => $"The request of receipt {step} tells a call of a tool otherwise than the answer made it.",
        SessionCode.CallUnknown => $"The request of receipt {step} tells a call of a tool, or its result, that no answer of the session made.",
        _ => $"The request of receipt {step} tells another result of a call than a request before.",
    };
}
