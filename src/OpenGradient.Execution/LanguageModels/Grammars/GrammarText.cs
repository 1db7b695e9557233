using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Reads a grammar as text: the notation of GBNF, in a small strict subset.</summary>
/// <remarks>
/// <code>
/// grammar     = rule …                         the rule 'root' is what a whole answer follows
/// rule        = name "::=" alternatives        a name is letters, digits and '-'
/// alternatives= sequence ( "|" sequence ) …
/// sequence    = ( item repetition? ) …         may be empty
/// item        = "text" | [class] | [^class] | . | name | ( alternatives )
/// repetition  = * | + | ? | {m} | {m,} | {m,n}
/// </code>
/// In texts and classes: <c>\n \r \t \\ \" \[ \] \- \^ \xHH \uHHHH \UHHHHHHHH</c>, each a code point. <c>.</c> is any code point. White
/// space and <c># comments</c> may stand between all of these. Lines mean nothing: a rule ends where the next begins.
/// </remarks>
public sealed class GrammarText
{
    private const int MaximumLength = 1 << 16;
    private const int MaximumDepth = 64;
    private const int MaximumCount = 65_535;

    private readonly string _subject;
    private readonly GrammarScanner _scanner;
    private readonly GrammarBuilder _builder;
    private readonly Dictionary<string, int> _rules = [];
    private readonly HashSet<string> _defined = [];

    private GrammarText(string text, string subject)
    {
        _subject = subject;
        _scanner = new GrammarScanner(text, subject);
        _builder = new GrammarBuilder(subject);
    }

    /// <summary>Reads a grammar.</summary>
    /// <param name="text">The grammar.</param>
    /// <param name="subject">What messages name: the parameter that it came in.</param>
    /// <exception cref="InvalidInputException">It is none, uses what this subset does not have, or is too large.</exception>
    public static Grammar Parse(string text, string subject)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaximumLength
            ? new GrammarText(text, subject).Parse()
            : throw new InvalidInputException(InvalidInputKind.TooLarge, subject, $"A grammar has at most {MaximumLength} characters.");
    }

    private Grammar Parse()
    {
        while (!_scanner.IsAtEnd)
        {
            string name = _scanner.ReadName() ?? throw _scanner.Error("a rule 'name ::= …'");
            _scanner.Require("::=");
            if (!_defined.Add(name))
                throw new InvalidInputException(InvalidInputKind.Invalid, _subject, $"The rule '{name}' is defined twice.");
            ReadAlternatives(Rule(name), name, depth: 0);
        }

        if (_rules.Keys.Append("root").FirstOrDefault(name => !_defined.Contains(name)) is string missing)
            throw new InvalidInputException(InvalidInputKind.Invalid, _subject, $"The rule '{missing}' is not defined.");
        return _builder.Build(_rules["root"]);
    }

    private int Rule(string name)
    {
        if (!_rules.TryGetValue(name, out int rule))
            _rules.Add(name, rule = _builder.Declare(name));
        return rule;
    }

    private void ReadAlternatives(int rule, string name, int depth)
    {
        if (depth > MaximumDepth)
            throw new InvalidInputException(InvalidInputKind.TooLarge, _subject, $"Parentheses are at most {MaximumDepth} deep.");
        do
            _builder.Add(rule, ReadSequence(name, depth));
        while (_scanner.Take('|'));
    }

    private ReadOnlySpan<GrammarSymbol> ReadSequence(string name, int depth)
    {
        List<GrammarSymbol> sequence = [];
        while (!_scanner.IsAtEnd && _scanner.Next is not ('|' or ')') && !_scanner.IsAtRule)
        {
            sequence.AddRange(ReadRepetition(name, ReadItem(name, depth)));
            _builder.RequireRoom(sequence.Count);
        }

        return sequence.ToArray();
    }

    private ImmutableArray<GrammarSymbol> ReadItem(string name, int depth)
    {
        switch (_scanner.Next)
        {
            case '"':
                return GrammarBuilder.Literal(_scanner.ReadLiteral());
            case '[':
                return [_builder.Character(name, _scanner.ReadClass().Ranges.AsSpan())];
            case '.':
                _scanner.Take('.');
                return [_builder.Character(name, (0, 0x10FFFF))];
            case '(':
                _scanner.Take('(');
                int group = _builder.Declare(name);
                ReadAlternatives(group, name, depth + 1);
                _scanner.Require(")");
                return [GrammarSymbol.Call(group)];
            default:
                return [GrammarSymbol.Call(Rule(_scanner.ReadName() ?? throw _scanner.Error("a text, a class, a rule or a group")))];
        }
    }

    private ImmutableArray<GrammarSymbol> ReadRepetition(string name, ImmutableArray<GrammarSymbol> item)
    {
        (int least, int? most) = (1, (int?)1);
        if (_scanner.IsAtEnd)
            return item;
        if (_scanner.Take('*'))
            (least, most) = (0, null);
        else if (_scanner.Take('+'))
            (least, most) = (1, null);
        else if (_scanner.Take('?'))
            (least, most) = (0, 1);
        else if (_scanner.Take('{'))
            (least, most) = ReadCounts();
        else
            return item;
        return _builder.Repeat(name, item, least, most);
    }

    private (int Least, int? Most) ReadCounts()
    {
        int least = ReadCount();
        int? most = least;
        if (_scanner.Take(','))
            most = _scanner.Next == '}' ? null : ReadCount();
        _scanner.Require("}");
        return most is null || most >= least ? (least, most) : throw _scanner.Error("a count that is not below the first");
    }

    private int ReadCount() => int.TryParse(_scanner.ReadName(), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= MaximumCount
        ? count
        : throw _scanner.Error($"a count up to {MaximumCount}");
}
