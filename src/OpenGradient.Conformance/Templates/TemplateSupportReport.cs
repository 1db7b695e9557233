using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OpenGradient.Conformance.Templates;

/// <summary>Which chat templates render, as a page: every cell comes from a run.</summary>
public static class TemplateSupportReport
{
    /// <summary>Markdown; the same for the same results.</summary>
    /// <param name="results">The results of a run.</param>
    /// <param name="command">The command that writes this page.</param>
    public static string Write(IReadOnlyCollection<TemplateTestResult> results, string command)
    {
        string[] conversations = [.. results.Select(static result => result.Conversation).Distinct(StringComparer.Ordinal)];
        IGrouping<string, TemplateTestResult>[] templates =
            [.. results.GroupBy(static result => result.Template).OrderBy(static group => group.Key, StringComparer.Ordinal)];
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $"# Chat templates\n\n{templates.Length} templates of published models, each with {conversations.Length} conversations: ");
        page.Append(CultureInfo.InvariantCulture, $"**{Count(results, TemplateTestOutcome.Same)} prompts are Jinja2's byte for byte**, ");
        page.Append(CultureInfo.InvariantCulture, $"{Count(results, TemplateTestOutcome.BothRefuse)} conversations both refuse, ");
        page.Append(CultureInfo.InvariantCulture, $"{Count(results, TemplateTestOutcome.OnlyHere)} render here where Jinja2 gives an error, ");
        page.Append(CultureInfo.InvariantCulture, $"{Count(results, TemplateTestOutcome.Different)} differ, {Count(results, TemplateTestOutcome.OnlyThere)} are refused here only.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"The page is written by\n\n```\n{command}\n```\n\nand a test compares it with a new run. ");
        page.Append(Introduction);
        page.Append(CultureInfo.InvariantCulture, $"| template | {string.Join(" | ", conversations)} |\n|---|{string.Concat(Enumerable.Repeat(":-:|", conversations.Length))}\n");
        foreach (IGrouping<string, TemplateTestResult> template in templates)
            page.Append(CultureInfo.InvariantCulture, $"| {template.Key} | {string.Join(" | ", template.Select(static result => Sign(result.Outcome)))} |\n");
        Refusals(page, results);
        return page.ToString();
    }

    private static void Refusals(StringBuilder page, IEnumerable<TemplateTestResult> results)
    {
        page.Append("\n## What is refused, and why\n\n| template | conversation | reason |\n|---|---|---|\n");
        ImmutableArray<TemplateTestResult> refused = [.. results.Where(static result => result.Detail.Length > 0).OrderBy(static result => result.Template, StringComparer.Ordinal)];
        foreach (TemplateTestResult result in refused)
        {
            string reason = result.Detail.Replace('\n', ' ').Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"| {result.Template} | {result.Conversation} | {reason} |\n");
        }
    }

    private static int Count(IEnumerable<TemplateTestResult> results, TemplateTestOutcome outcome) => results.Count(result => result.Outcome == outcome);

    private static string Sign(TemplateTestOutcome outcome) => outcome switch
    {
        TemplateTestOutcome.Same => "=",
        TemplateTestOutcome.BothRefuse => "–",
        TemplateTestOutcome.OnlyHere => "+",
        TemplateTestOutcome.Different => "≠",
        _ => "✗",
    };

    private const string Introduction = """
        Jinja2 3.1 is set up as the transformers library sets it up. The conversations are
        in `tests/OpenGradient.Models.Tests/Templates/Conversations`: a question; an exchange without an open turn; a system message; several turns; tools;
        tool calls with results; parallel calls; arguments as text; reasoning; reasoning within the text; thinking switched off; content in parts. Try your
        own templates with `og template render FILE --messages FILE.json`.

        `=` the same prompt · `–` both refuse · `+` only here a prompt · `≠` another prompt · `✗` only Jinja2 gives a prompt


        """;
}
