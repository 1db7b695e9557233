namespace OpenGradient.Execution.LanguageModels;

/// <summary>How far one answer has come in its grammar.</summary>
/// <remarks>Not for use by two threads.</remarks>
internal sealed class GrammarCursor
{
    private readonly TokenGrammar _grammar;
    private readonly TokenBytes _bytesOf;
    private GrammarState _state;

    public GrammarCursor(TokenGrammar grammar, TokenBytes bytesOf)
    {
        _grammar = grammar;
        _bytesOf = bytesOf;
        _state = grammar.Begin();
        Prepare();
    }

    /// <summary>Which tokens may come next.</summary>
    public TokenMask Allowed { get; private set; }

    /// <summary>Why no token can come next; null as long as one can.</summary>
    public FinishReason? Ending { get; private set; }

    /// <summary>Takes the token that came.</summary>
    public void Advance(int token)
    {
        if (_grammar.Ends(token))
            return;
        _state = _grammar.Read(_state, _bytesOf(token).Span);
        Prepare();
    }

    private void Prepare()
    {
        if (_grammar.FindMask(ref _state) is not TokenMask allowed)
            Ending = FinishReason.Aborted;
        else if ((Allowed = allowed).IsEmpty)
            Ending = _state.IsComplete ? FinishReason.Stop : FinishReason.Aborted;
    }
}
