using System.Collections.Immutable;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Receipts;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>The evidence that flows with one streamed answer: collects tokens and text until a block is full (receipt-1 §8).</summary>
internal sealed class AnswerSegments(StreamIssuer issuer, TokenBytes bytesOf)
{
    private readonly List<int> _tokens = [];
    private readonly List<TokenLogprobs> _logprobs = [];
    private readonly StringBuilder _shown = new();
    private int _toldTokens;

    /// <summary>The line before everything else.</summary>
    public string Begin() => issuer.Begin();

    /// <summary>Takes a token and the text that is sent with it; the line that follows, if the token ends a block.</summary>
    public string? Add(GeneratedToken token, string shown)
    {
        _tokens.Add(token.Token);
        if (token.Logprobs is { } logprobs)
            _logprobs.Add(logprobs);
        _shown.Append(shown);
        return _tokens.Count == ChatLeaves.TokensPerLeaf ? Continue() : null;
    }

    /// <summary>The line behind everything that is shown of the answer.</summary>
    /// <param name="rest">The text that was sent since the last token.</param>
    /// <param name="output">All leaves of the output.</param>
    /// <param name="finish">Why it is over.</param>
    public string End(string rest, ImmutableArray<CommitmentLeaf> output, FinishReason finish) =>
        issuer.End(output[issuer.LeafCount..], _tokens.Count, _shown.Append(rest).ToString(), finish);

    private string Continue()
    {
        var leaves = ChatLeaves.OutputBlock(_toldTokens, [.. _tokens], [.. _logprobs], bytesOf);
        string line = issuer.Continue(leaves, _tokens.Count, _shown.ToString());
        _toldTokens += _tokens.Count;
        _tokens.Clear();
        _logprobs.Clear();
        _shown.Clear();
        return line;
    }
}
