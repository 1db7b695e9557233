using System.Reflection;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>The sentences of reports are those of the specification, and none is left out of the table that pages are written from.</summary>
public sealed class ClaimTableTests
{
    private static readonly string Specification = File.ReadAllText(Repository.PathOf("spec/receipt-1.md"));

    public static TheoryData<string> Sentences => [.. ClaimTable.Kinds.SelectMany(static kind => kind.Establishes.Concat(kind.DoesNotEstablish)).Select(static sentence => sentence.Words)];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_OfTheTable_StandsInTheSpecification(string words) => Assert.Contains($"`{words}`", Specification, StringComparison.Ordinal);

    [Fact]
    public void Sentence_OfAReport_StandsInTheTable()
    {
        string[] fields = [.. typeof(ClaimTable).GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(static field => field.FieldType == typeof(ClaimSentence)).Select(static field => ((ClaimSentence)field.GetValue(null)!).Words)];

        Assert.Equal(fields.Order(StringComparer.Ordinal), Sentences.Select(static row => row.Data).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Kinds_EveryRowThatIsAboutEvidence_HasItsKind()
    {
        RowKind[] about = [.. ClaimTable.Kinds.SelectMany(static kind => kind.Rows)];

        Assert.Equal(about.Length, about.Distinct().Count());
        Assert.Equal(Enum.GetValues<RowKind>().Except([RowKind.Receipt, RowKind.Policy, RowKind.Evidence]).Order(), about.Order());
    }

    /// <summary>What a bundle says is a value and never a place for the next one.</summary>
    [Fact]
    public void Fill_ValueWithBraces_StaysAsItIs() => Assert.Equal(
        "The receipt is entry {0} in a tree of 7 entries that the log \"{size}\" signed.", ClaimTable.Logged.Fill("{0}", "7", "{size}"));
}
