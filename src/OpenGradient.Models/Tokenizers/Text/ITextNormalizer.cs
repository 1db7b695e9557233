namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>Rewrites text before it is cut into words.</summary>
internal interface ITextNormalizer
{
    /// <summary>The text as the model wants it.</summary>
    /// <param name="text">Text between two special tokens; without half surrogate pairs.</param>
    /// <param name="isStart">Whether nothing is before it.</param>
    string Normalize(string text, bool isStart);
}
