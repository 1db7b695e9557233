using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Receipts;

/// <summary>What a stream has shown of one answer: its text, and the calls as they are put together.</summary>
internal sealed class ShownAnswer
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Id, string Name, StringBuilder Arguments)> _calls = [];
    private readonly Dictionary<string, int> _callOfKey = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _textBlocks = new(StringComparer.Ordinal);
    private int _coveredText;
    private bool _hasUncoveredCall;

    public string Text => _text.ToString();

    public ImmutableArray<ShownCall> Calls => [.. _calls.Select(static call => new ShownCall(call.Id, call.Name, call.Arguments.ToString()))];

    /// <summary>Whether there is something that no segment has covered.</summary>
    public bool IsUncovered => _coveredText < _text.Length || _hasUncoveredCall;

    /// <summary>The text that no segment has covered.</summary>
    public string UncoveredText => _text.ToString(_coveredText, _text.Length - _coveredText);

    public void CoverText() => _coveredText = _text.Length;

    public void CoverCalls() => _hasUncoveredCall = false;

    public void Add(string text) => _text.Append(text);

    /// <summary>Whether the text is told once more, as it was.</summary>
    public bool HasText(string text) => _text.Equals(text);

    /// <summary>More text; false if it is said to be of a block that is none of text: clients drop it.</summary>
    public bool TryAdd(string text, string block)
    {
        _text.Append(text);
        return block.Length == 0 || _textBlocks.Contains(block);
    }

    /// <summary>A block of text begins; false if another block has this key.</summary>
    public bool TryBeginText(string key) => !_callOfKey.ContainsKey(key) && _textBlocks.Add(key);

    /// <summary>A call begins; false if one with this key has.</summary>
    public bool TryBeginCall(string key, string id, string name)
    {
        if (_textBlocks.Contains(key) || !_callOfKey.TryAdd(key, _calls.Count))
            return false;
        _calls.Add((id, name, new()));
        return _hasUncoveredCall = true;
    }

    /// <summary>More arguments of a call; false if it has not begun.</summary>
    public bool TryAddArguments(string key, string arguments)
    {
        if (!_callOfKey.TryGetValue(key, out int index))
            return false;
        _calls[index].Arguments.Append(arguments);
        return _hasUncoveredCall = true;
    }

    /// <summary>Whether the call with this key is told once more, as it was.</summary>
    public bool HasCall(string key, string? id, string? name, string arguments) =>
        _callOfKey.TryGetValue(key, out int index)
        && (id ?? _calls[index].Id) == _calls[index].Id && (name ?? _calls[index].Name) == _calls[index].Name && _calls[index].Arguments.Equals(arguments);

    /// <summary>Takes what an event tells; the code says what is wrong with it, if anything is.</summary>
    public StreamCode? Take(AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text:
                return TryAdd(piece.Text, piece.Key) ? null : StreamCode.TextChanged;
            case AnswerPieceKind.TextBlock:
                return TryBeginText(piece.Key) ? null : StreamCode.TextChanged;
            case AnswerPieceKind.WholeText:
                return HasText(piece.Text) ? null : StreamCode.TextChanged;
            case AnswerPieceKind.Call:
                return TryBeginCall(piece.Key, piece.Id!, piece.Name!) ? null : StreamCode.CallsChanged;
            case AnswerPieceKind.Arguments:
                return TryAddArguments(piece.Key, piece.Text) ? null : StreamCode.CallsChanged;
            case AnswerPieceKind.WholeCall:
                return HasCall(piece.Key, piece.Id, piece.Name, piece.Text) ? null : StreamCode.CallsChanged;
            case AnswerPieceKind.CallCount:
                return piece.Text == $"{_calls.Count}" ? null : StreamCode.CallsChanged;
            default:
                return StreamCode.EventUnknown;
        }
    }
}
