using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>Parses the part of regular expressions that tokenizers use.</summary>
/// <remarks>
/// Literals, <c>.</c>, classes with ranges, nesting and <c>&amp;&amp;</c>, <c>\p{…}</c>, <c>\s \d \w \b</c> and their opposites,
/// groups, <c>(?i:…)</c>, lookahead, atomic groups, and repetitions: greedy, lazy, possessive. No captures, no back references.
/// </remarks>
internal sealed class PatternParser
{
    private const int SourceLimit = 1 << 16;
    private const int DepthLimit = 32;
    private const int RepeatLimit = 1_024;

    private readonly PatternReader _reader;
    private readonly PatternClassParser _classes;
    private int _depth;

    private PatternParser(string source)
    {
        _reader = new PatternReader(source);
        _classes = new PatternClassParser(_reader);
    }

    /// <summary>Parses a whole pattern.</summary>
    public static PatternNode Parse(string source)
    {
        if (source.Length > SourceLimit)
            throw PatternError.TooLarge(source[..40] + "…", $"The pattern has {source.Length} letters; {SourceLimit} are the limit.");
        PatternParser parser = new(source);
        PatternNode node = parser.Choice();
        return parser._reader.IsAtEnd ? node : throw parser._reader.Error("This bracket was never opened.");
    }

    private PatternNode Choice()
    {
        if (++_depth > DepthLimit)
            throw _reader.Unsupported($"It nests deeper than {DepthLimit} levels.");
        bool ignoresCase = _classes.IgnoresCase;
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        do
            parts.Add(Sequence());
        while (_reader.TryTake("|"));
        _classes.IgnoresCase = ignoresCase;
        _depth--;
        return parts.Count == 1 ? parts[0] : new PatternNode.Choice(parts.ToImmutable());
    }

    private PatternNode Sequence()
    {
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        while (!_reader.IsAtEnd && !_reader.IsNext("|") && !_reader.IsNext(")"))
        {
            if (_reader.TryTake("(?i)"))
                _classes.IgnoresCase = true;
            else
                parts.Add(Repeated(Atom()));
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts.ToImmutable());
    }

    private PatternNode Repeated(PatternNode body)
    {
        for (int count = 0; TryTakeCount(out int least, out int most); count++)
        {
            if (count == DepthLimit)
                throw _reader.Unsupported($"It repeats a part more than {DepthLimit} times over.");
            PatternGreed greed = _reader.TryTake("?") ? PatternGreed.Lazy : _reader.TryTake("+") ? PatternGreed.Possessive : PatternGreed.Greedy;
            if (most > 1 && PatternFacts.IsNullable(body))
                throw _reader.Unsupported("A part that may be empty is repeated.");
            body = new PatternNode.Repeat(body, least, most, greed);
        }

        return body;
    }

    private bool TryTakeCount(out int least, out int most)
    {
        (least, most) = (0, int.MaxValue);
        if (_reader.TryTake("*"))
            return true;
        least = 1;
        if (_reader.TryTake("+"))
            return true;
        (least, most) = (0, 1);
        return _reader.TryTake("?") || TryTakeBraces(out least, out most);
    }

    /// <summary><c>{n}</c>, <c>{n,}</c>, <c>{,m}</c> or <c>{n,m}</c>; anything else in braces is literal.</summary>
    private bool TryTakeBraces(out int least, out int most)
    {
        (least, most) = (0, int.MaxValue);
        int mark = _reader.Mark();
        if (!_reader.TryTake("{"))
            return false;
        bool hasLeast = _reader.TryTakeNumber(out least);
        bool hasComma = _reader.TryTake(",");
        bool hasMost = hasComma && _reader.TryTakeNumber(out most);
        if (!_reader.TryTake("}") || (!hasLeast && !hasMost))
        {
            _reader.Reset(mark);
            return false;
        }

        most = hasMost ? most : hasComma ? int.MaxValue : least;
        if (least > most || least > RepeatLimit || (hasMost && most > RepeatLimit))
            throw _reader.Unsupported($"A part is repeated {least} to {most} times; {RepeatLimit} is the limit.");
        return true;
    }

    private PatternNode Atom()
    {
        if (_reader.TryTake("("))
            return Group();
        if (_reader.TryTake("^") || _reader.TryTake("\\A"))
            return new PatternNode.Edge(PatternEdge.Start);
        if (_reader.TryTake("$") || _reader.TryTake("\\z") || _reader.TryTake("\\Z"))
            return new PatternNode.Edge(PatternEdge.End);
        if (_reader.TryTake("\\b"))
            return new PatternNode.Edge(PatternEdge.WordBoundary);
        if (_reader.TryTake("\\B"))
            return new PatternNode.Edge(PatternEdge.InsideOrOutside);
        if (_reader.TryTake("."))
            return new PatternNode.Character(CodePointSet.Of(('\n', '\n')).Complement());
        if (_reader.IsNext("*") || _reader.IsNext("+") || _reader.IsNext("?"))
            throw _reader.Error("There is nothing to repeat.");
        return new PatternNode.Character(_reader.TryTake("[") ? _classes.Class() : _classes.Single());
    }

    private PatternNode Group()
    {
        bool ignoresCase = _classes.IgnoresCase;
        Func<PatternNode, PatternNode> wrap = static body => body;
        if (_reader.TryTake("?i:"))
            _classes.IgnoresCase = true;
        else if (_reader.TryTake("?="))
            wrap = static body => new PatternNode.Look(body, IsNegative: false);
        else if (_reader.TryTake("?!"))
            wrap = static body => new PatternNode.Look(body, IsNegative: true);
        else if (_reader.TryTake("?>"))
            wrap = static body => new PatternNode.Atomic(body);
        else if (!_reader.TryTake("?:") && _reader.IsNext("?"))
            throw _reader.Unsupported("It has a kind of group that this engine does not.");
        PatternNode body = Choice();
        _reader.Expect(")");
        _classes.IgnoresCase = ignoresCase;
        return wrap(body);
    }
}
