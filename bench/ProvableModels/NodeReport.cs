using System.Globalization;
using System.Text;
using OpenGradient.Conformance;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>The operator tests of the ONNX project, compiled to integers and proved, as a page.</summary>
internal static class NodeReport
{
    /// <summary>Runs all tests below a folder.</summary>
    public static void Write(string folder, string? output, string? only, bool isQuick)
    {
        NodeTrial[] trials = [.. OnnxTestFolders.Find([folder]).Where(location => only is null || location.Name.Contains(only, StringComparison.Ordinal)).Select(location => Run(location, isQuick))];
        string page = ToPage(trials);
        if (output is not null)
            File.WriteAllText(output, page);
        else
            Console.WriteLine(page);
    }

    private static NodeTrial Run(OnnxTestLocation location, bool isQuick)
    {
        var trial = NodeTrial.Run(location, isQuick);
        if (trial.Outcome is not (NodeOutcome.Proved or NodeOutcome.NoFloat))
            Console.Error.WriteLine($"{trial.Outcome} {trial.Name}: {trial.Detail}");
        return trial;
    }

    private static string ToPage(NodeTrial[] trials)
    {
        StringBuilder page = new(Head);
        int Count(IEnumerable<NodeTrial> some, NodeOutcome outcome) => some.Count(trial => trial.Outcome == outcome);
        page.Append(CultureInfo.InvariantCulture, $"Of {trials.Length} tests {Count(trials, NodeOutcome.Proved)} are proved and verified, {Count(trials, NodeOutcome.Far)} compile far from float, {Count(trials, NodeOutcome.Refused)} are refused by name, and {Count(trials, NodeOutcome.NoFloat)} are no float models of ours, either.\n\n");
        page.Append("| operators | proved | far | refused | why |\n|---|--:|--:|--:|---|\n");
        foreach (IGrouping<string, NodeTrial> group in trials.Where(static trial => trial.Outcome != NodeOutcome.NoFloat).GroupBy(static trial => trial.Operators).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            string why = string.Join("; ", group.Where(static trial => trial.Detail.Length > 0).Select(static trial => Reason(trial)).Distinct());
            page.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {Count(group, NodeOutcome.Proved)} | {Count(group, NodeOutcome.Far)} | {Count(group, NodeOutcome.Refused)} | {why} |\n");
        }

        return page.ToString();
    }

    /// <summary>Without the names that the test gave its nodes.</summary>
    private static string Reason(NodeTrial trial)
    {
        int end = trial.Detail.IndexOf("): ", StringComparison.Ordinal);
        return (end < 0 ? trial.Detail : trial.Detail[(end + 3)..]).TrimEnd('.');
    }

    private const string Head = """
        # Operators that are proved

        The operator tests of the ONNX project, compiled to integers with their own inputs for calibration (all inputs but the first as constants, as weights are in real models), run, proved and verified.
        Made by `dotnet run -c Release --project bench/ProvableModels -- --nodes DIRECTORY --output docs/provable-operators.md`, DIRECTORY being the tests unpacked.
        *Far*: more than 1 % of the range from the float model; most are about infinities, NaN, or the wrapping of narrow types, of which integers have none.


        """;
}
