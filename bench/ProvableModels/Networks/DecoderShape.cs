namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>The sizes of a decoder.</summary>
/// <param name="LayerCount">Its blocks.</param>
/// <param name="HeadCount">Heads of attention.</param>
/// <param name="Width">Of a row.</param>
/// <param name="TokenCount">Rows.</param>
/// <param name="VocabularySize">Tokens to choose from.</param>
internal sealed record DecoderShape(int LayerCount, int HeadCount, int Width, int TokenCount, int VocabularySize)
{
    /// <summary>What stands between the two layers of a block: <c>Gelu</c> by the hyperbolic tangent, or an operator's name.</summary>
    public string Activation { get; init; } = "Gelu";

    /// <summary>Whether norms and <c>Gelu</c> are one node each, as exporters write them since opset 20; otherwise they are arithmetic.</summary>
    public bool IsFused { get; init; }

    /// <summary>Whether only the last token is followed by others: the scores of the rest are not asked for.</summary>
    public bool IsOfLastToken { get; init; }

    /// <summary>Whether rows are divided by their root mean square, without a mean and a bias.</summary>
    public bool HasRootMeanNorm { get; init; }

    /// <summary>Of a head.</summary>
    public int HeadWidth => Width / HeadCount;
}
