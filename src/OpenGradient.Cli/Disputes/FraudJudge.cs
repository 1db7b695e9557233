using System.Globalization;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Verification;
using Verdict = OpenGradient.Execution.Disputes.Verdict;

namespace OpenGradient.Cli.Disputes;

/// <summary>The referee of dispute-1, for the verifier of fraud proofs.</summary>
internal static class FraudJudge
{
    /// <inheritdoc cref="DisputeJudge"/>
    public static DisputeJudgement Judge(JsonValue terms, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        if (terms.TryGetString("semantics", out string? semantics) && semantics != SemanticsText.Digest.ToString())
            return new DisputeJudgement(DisputeOutcome.SemanticsUnknown, "", "", "");
        return JudgeByThisBuild(terms, messages);
    }

    /// <summary>The same by the judges of this build, whatever edition of the semantics the terms name.</summary>
    public static DisputeJudgement JudgeByThisBuild(JsonValue terms, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        Verdict? verdict = DisputeReplay.Run(terms, messages, out DisputePlace place);
        return verdict is null
            ? new DisputeJudgement(DisputeOutcome.Unfinished, "", "", Describe(place))
            : new DisputeJudgement(OutcomeOf(verdict), verdict.Code.ToString(), verdict.Reason, Describe(place));
    }

    private static DisputeOutcome OutcomeOf(Verdict verdict) => verdict.Convicted switch
    {
        [] => DisputeOutcome.Nobody,
        [Party.A] => DisputeOutcome.Issuer,
        [Party.B] => DisputeOutcome.Challenger,
        _ => DisputeOutcome.Both,
    };

    private static string Describe(DisputePlace place)
    {
        List<string> words = [];
        if (place.Leaf is { } leaf)
            words.Add(Number("leaf", leaf));
        if (place.Value is { } value)
            words.Add(place.Operator is { } name ? $"{value} ({name})" : value);
        if (place.Tile is { } tile)
            words.Add(Number("tile", tile));
        if (place.Element is { } element)
            words.Add(Number("element", element));
        if (place.Term is { } term)
            words.Add(Number("term", term));
        if (place.Claimed is { } claimed)
            words.Add($"said to be 0x{claimed}");
        return string.Join(", ", words);
    }

    private static string Number(string what, long number) => string.Create(CultureInfo.InvariantCulture, $"{what} {number}");
}
