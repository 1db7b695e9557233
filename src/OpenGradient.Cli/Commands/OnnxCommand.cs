using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Output;
using OpenGradient.Conformance;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og onnx</c>: ONNX models on this machine, without a node.</summary>
internal static class OnnxCommand
{
    private static readonly Argument<string[]> Folders = new("folders")
    {
        Description = "Folders with test cases at any depth: model.onnx beside test_data_set_*/input_N.pb and output_N.pb",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print all results as one JSON document" };
    private static readonly Option<string?> Page = new("--page") { Description = "Also write the results by operator to a Markdown file", HelpName = "FILE" };

    public static Command Create()
    {
        DocumentedCommand test = new(
            "test",
            "Run ONNX backend test cases: a line for each, then how many passed, failed and are unsupported.",
            "Floats may differ by 1e-3 relative and 1e-7 absolute, or by rtol and atol of a data.json beside the model; all else is exact.\n"
            + "Unsupported cases name what is refused: strings, sequences, training, an operator.\n"
            + "Exit code 0: no case failed. 1: one did, or a folder holds none.\n"
            + "--json: { passed, failed, unsupported, cases: [ { name, outcome, detail, opset, operators, types } ] }, printed at the end;\n"
            + "outcome is passed, failed or unsupported, detail the first difference or the reason, opset 0 if the model cannot be read.\n\n"
            + "Examples:\n  og onnx test onnx/backend/test/data/node\n  og onnx test my-model --json")
        { Folders, Json, Page };
        test.SetAction(TestAsync);
        return new Command("onnx", "Try ONNX models on this machine.") { test };
    }

    private static async Task<int> TestAsync(ParseResult arguments, CancellationToken cancellation)
    {
        ImmutableArray<OnnxTestLocation> cases = OnnxTestFolders.Find(arguments.GetValue(Folders)!);
        bool isJson = arguments.GetValue(Json);
        List<OnnxTestResult> results = RunAll(cases, isJson, cancellation);
        OnnxTestSummary summary = OnnxTestSummary.Of(results);
        Console.WriteLine(isJson ? Document(summary, results) : summary.ToString());
        if (arguments.GetValue(Page) is string page)
            await File.WriteAllTextAsync(page, OnnxSupportReport.Write(results, $"{results.Count} test cases", "og onnx test DIR... --page FILE"), cancellation).ConfigureAwait(false);
        return summary.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static List<OnnxTestResult> RunAll(ImmutableArray<OnnxTestLocation> cases, bool isJson, CancellationToken cancellation)
    {
        // A document is printed at the end; until then a terminal shows how far it is.
        using CountDisplay? display = isJson ? new(cases.Length) : null;
        var results = new List<OnnxTestResult>(cases.Length);
        foreach (OnnxTestLocation location in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            display?.Next(location.Name);
            OnnxTestResult result = OnnxTestRunner.Run(location, cancellation);
            results.Add(result);
            if (!isJson)
                Console.WriteLine(Line(result));
        }

        return results;
    }

    private static string Line(OnnxTestResult result)
    {
        string outcome = result.Outcome switch
        {
            OnnxTestOutcome.Passed => "pass",
            OnnxTestOutcome.Failed => "FAIL",
            _ => "unsupported",
        };
        string line = $"{outcome,-11}  {result.Name}";
        return TerminalText.OneLine(result.Detail.Length == 0 ? line : $"{line}: {result.Detail}");
    }

    private static string Document(OnnxTestSummary summary, List<OnnxTestResult> results) => JsonSerializer.Serialize(
        new
        {
            passed = summary.Passed,
            failed = summary.Failed,
            unsupported = summary.Unsupported,
            cases = results.Select(static result => new
            {
                name = result.Name,
                outcome = result.Outcome switch
                {
                    OnnxTestOutcome.Passed => "passed",
                    OnnxTestOutcome.Failed => "failed",
                    _ => "unsupported",
                },
                detail = result.Detail,
                opset = result.Facts.Opset,
                operators = result.Facts.Operators,
                types = result.Facts.Types,
            }),
        },
        JsonOutput.Indented);
}
