using System.Collections.Immutable;
using System.Text;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Output;

/// <summary>The page that says of each kind of evidence what it establishes and what it does not: docs/claims.md, written from the table that reports are put together from.</summary>
internal static class ClaimsPage
{
    private const string Head = """
        # What evidence establishes, and what it does not

        Every verdict ends with two lists of sentences. These are all of them, by the kind of evidence: what a report cannot say, nobody here claims. What stands in braces is replaced; of hashes the first eight
        digits are shown. The words are fixed by [receipt-1, section 5.10](../spec/receipt-1.md), and both verifiers, `og verify` and the one in JavaScript that the pages of a node use, print the same.

        Written by `og policy claims > docs/claims.md` from [the table in code](../src/OpenGradient.Verification/Claims/ClaimTable.cs); a test holds the two together.

        """;

    /// <summary>The whole page, in Markdown.</summary>
    public static string Write()
    {
        StringBuilder page = new(Head.ReplaceLineEndings("\n"));
        foreach (EvidenceClaims kind in ClaimTable.Kinds)
        {
            page.Append($"\n## {char.ToUpperInvariant(kind.Kind[0])}{kind.Kind[1..]}\n{kind.Meaning}{RowsOf(kind)}\n");
            AddList(page, "Establishes", kind.Establishes);
            AddList(page, "Does not establish", kind.DoesNotEstablish);
        }

        return page.ToString();
    }

    private static string RowsOf(EvidenceClaims kind) => kind.Rows.IsEmpty
        ? ""
        : $" In a report, and in a policy's `require`: {string.Join(", ", kind.Rows.Select(static row => $"`{row.WireName()}`"))}.";

    private static void AddList(StringBuilder page, string title, ImmutableArray<ClaimSentence> sentences)
    {
        if (sentences.IsEmpty)
            return;
        page.Append($"\n| {title} | if |\n|---|---|\n");
        foreach (ClaimSentence sentence in sentences)
            page.Append($"| {sentence.Words} | {sentence.When} |\n");
    }
}
