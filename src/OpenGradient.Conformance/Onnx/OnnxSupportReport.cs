using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Operators;

namespace OpenGradient.Conformance;

/// <summary>What of ONNX works, as a page: every line comes from a run of test cases.</summary>
public static class OnnxSupportReport
{
    /// <summary>Markdown; the same for the same results in any order.</summary>
    /// <param name="results">The results of a run.</param>
    /// <param name="source">What the cases are.</param>
    /// <param name="command">The command that writes this page.</param>
    public static string Write(IReadOnlyCollection<OnnxTestResult> results, string source, string command)
    {
        ImmutableArray<OnnxTestResult> ordered = [.. results.OrderBy(static result => result.Name, StringComparer.Ordinal)];
        ImmutableArray<OnnxTestResult> alone = [.. ordered.Where(static result => result.Facts.Operators.Length == 1)];
        var page = new StringBuilder();
        page.Append("# ONNX support\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Every figure on this page comes from running {source}: **{OnnxTestSummary.Of(ordered)}**. The page is written by\n\n");
        page.Append(CultureInfo.InvariantCulture, $"```\n{command}\n```\n\nand a test compares it with a new run. ");
        page.Append(Introduction);
        Table(page, alone);
        Others(page, ordered, alone);
        Refusals(page, ordered);
        return page.ToString();
    }

    private static void Table(StringBuilder page, ImmutableArray<OnnxTestResult> alone)
    {
        page.Append("## Operators, one case at a time\n\n");
        page.Append("*Operator sets* and *types of inputs* are those of the cases that passed.\n\n");
        page.Append("| operator | operator sets | types of inputs | passed | failed | unsupported |\n|---|---|---|--:|--:|--:|\n");
        foreach (IGrouping<string, OnnxTestResult> cases in alone.GroupBy(static result => result.Facts.Operators[0]).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            OnnxTestFacts[] passed = [.. cases.Where(static result => result.Outcome == OnnxTestOutcome.Passed).Select(static result => result.Facts)];
            string types = string.Join(' ', passed.SelectMany(static facts => facts.Types).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            OnnxTestSummary summary = OnnxTestSummary.Of([.. cases]);
            page.Append(CultureInfo.InvariantCulture, $"| {cases.Key} | {Opsets(passed)} | {types} | {summary.Passed} | {summary.Failed} | {summary.Unsupported} |\n");
        }

        page.Append('\n');
    }

    private static string Opsets(OnnxTestFacts[] passed)
    {
        long[] opsets = [.. passed.Select(static facts => facts.Opset).Where(static opset => opset > 0)];
        if (opsets.Length == 0)
            return "";
        return opsets.Min() == opsets.Max() ? $"{opsets.Min()}" : $"{opsets.Min()}-{opsets.Max()}";
    }

    private static void Others(StringBuilder page, ImmutableArray<OnnxTestResult> all, ImmutableArray<OnnxTestResult> alone)
    {
        OnnxTestSummary graphs = OnnxTestSummary.Of([.. all.Except(alone)]);
        page.Append(CultureInfo.InvariantCulture, $"## Graphs of several operators\n\nMost spell out what one operator does in terms of others: {graphs}.\n\n");
        var seen = alone.Select(static result => result.Facts.Operators[0]).ToHashSet(StringComparer.Ordinal);
        string[] rest = [.. OperatorImports.Names.Where(name => !seen.Contains(name)).Order(StringComparer.Ordinal)];
        if (rest.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"Also understood, without a case of their own here: {string.Join(", ", rest)}.\n\n");
    }

    private static void Refusals(StringBuilder page, ImmutableArray<OnnxTestResult> all)
    {
        page.Append("## Refused, by name\n\nA model that uses one of these is refused when it is imported or, where the reason lies in the data, when it runs; never answered wrongly.\n\n");
        page.Append("| what | why | cases |\n|---|---|--:|\n");
        IEnumerable<IGrouping<OnnxRefusal, OnnxTestResult>> reasons = all
            .Where(static result => result.Outcome == OnnxTestOutcome.Unsupported)
            .GroupBy(static result => OnnxRefusal.Of(result.Detail))
            .OrderBy(static group => group.Key.Subject, StringComparer.Ordinal)
            .ThenBy(static group => group.Key.Reason, StringComparer.Ordinal);
        foreach (IGrouping<OnnxRefusal, OnnxTestResult> reason in reasons)
            page.Append(CultureInfo.InvariantCulture, $"| {reason.Key.Subject} | {reason.Key.Reason} | {reason.Count()} |\n");
        page.Append("\nThese operators are refused wherever they stand:\n\n| operators | why |\n|---|---|\n");
        foreach (IGrouping<string, string> names in RefusedOperators.Known.GroupBy(static pair => pair.Value, static pair => pair.Key).OrderBy(static group => group.Key, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", names.Order(StringComparer.Ordinal))} | {names.Key} |\n");
    }

    private const string Introduction =
        "Floats are compared as the ONNX backend tests compare them (relative 1e-3, absolute 1e-7), everything else exactly.\n\n"
        + "Operator sets 7 to 28 of the standard domain are understood. All element types but text and complex numbers are: `f32`, `f64` and the integers of 8 to\n"
        + "64 bits are computed with; `f16`, `bf16`, 8- and 4-bit floats are widened to `f32`, computed, and rounded once for each node; integers of 4 and 2 bits are\n"
        + "stored, moved, cast and (de)quantised. Names of types are those of [exec-1](../spec/exec-1.md), section 2. Try your own models with\n"
        + "`og onnx test DIR...`.\n\n";
}
