using System.Text;

namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>How SentencePiece treats blanks: marked as U+2581, perhaps one in front or behind, perhaps runs as one.</summary>
internal sealed class SpaceMerger : ITextNormalizer
{
    /// <summary>Whether a blank is put before the text.</summary>
    public bool AddsBlank { get; init; }

    /// <summary>Whether blanks around the text go, and runs within become one.</summary>
    public bool Merges { get; init; }

    /// <inheritdoc/>
    public string Normalize(string text, bool isStart)
    {
        StringBuilder marked = new(text.Length + 1);
        bool isInWord = false;
        bool hasBlank = false;
        foreach (char letter in text)
        {
            if (letter != ' ')
            {
                if (!isInWord && ((AddsBlank && !hasBlank) || Merges))
                {
                    marked.Append(TokenSpellings.BlankMark);
                    hasBlank = true;
                }

                marked.Append(letter);
            }
            else if (!Merges)
            {
                marked.Append(TokenSpellings.BlankMark);
            }

            isInWord = letter != ' ';
        }

        return marked.ToString();
    }
}
