using System.Text;

namespace OpenGradient.Verification;

/// <summary>A sentence that a report can have in one of its two lists. Its words are those of receipt-1 §5.10.</summary>
/// <param name="When">When a report has it, in words, for the page that lists all of them.</param>
/// <param name="Words">The sentence; what stands in braces is replaced.</param>
public sealed record ClaimSentence(string When, string Words)
{
    /// <summary>The sentence with values in the places of its braces, in their order.</summary>
    /// <remarks>What a value says, braces among it, stays as it is.</remarks>
    internal string Fill(params ReadOnlySpan<string> values)
    {
        StringBuilder sentence = new();
        int position = 0;
        foreach (string value in values)
        {
            int open = Words.IndexOf('{', position);
            sentence.Append(Words, position, open - position).Append(value);
            position = Words.IndexOf('}', open) + 1;
        }

        return sentence.Append(Words, position, Words.Length - position).ToString();
    }

    /// <summary>The same sentence about the output, where its words are about the input.</summary>
    internal ClaimSentence About(string noun) => noun == ClaimTable.Input ? this : this with { Words = Words.Replace(ClaimTable.Input, noun, StringComparison.Ordinal) };
}
