using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>Expressions of a template, loosest binding first: if/else, or, and, not, comparisons, + −, ~, * / // %, **, unary, postfix, filters and tests.</summary>
internal sealed class TemplateExpressionParser(TemplateTokens tokens)
{
    private const int NestingLimit = 64;

    private readonly Dictionary<string, TemplateExpression.Literal> _strings = new(StringComparer.Ordinal);
    private int _nesting;

    /// <summary>All names that were read as variables, in order.</summary>
    public List<string> Names { get; } = [];

    /// <summary>An expression, or several with commas between.</summary>
    public TemplateExpression ParseTuple() => ParseTuple(Parse);

    /// <summary>The same, if an <c>if</c> may follow that does not belong to it.</summary>
    public TemplateExpression ParseTupleWithoutConditional() => ParseTuple(ParseOr);

    private TemplateExpression ParseTuple(Func<TemplateExpression> parse)
    {
        TemplateExpression first = parse();
        if (!tokens.Current.IsSymbol(","))
            return first;
        var items = ImmutableArray.CreateBuilder<TemplateExpression>();
        items.Add(first);
        while (tokens.TryTake(","))
        {
            if (tokens.Current.Kind is TemplateTokenKind.BlockEnd or TemplateTokenKind.OutputEnd || tokens.Current.IsName("recursive"))
                break;
            items.Add(parse());
        }

        return new TemplateExpression.ListOf(items.ToImmutable(), IsTuple: true);
    }

    /// <summary>One expression.</summary>
    public TemplateExpression Parse()
    {
        if (++_nesting > NestingLimit)
            throw tokens.Error($"Expressions nest deeper than {NestingLimit}.");
        TemplateExpression value = ParseOr();
        while (tokens.TryTakeName("if"))
        {
            TemplateExpression condition = ParseOr();
            value = new TemplateExpression.Conditional(condition, value, tokens.TryTakeName("else") ? Parse() : null);
        }

        _nesting--;
        return value;
    }

    /// <summary>A filter without the bar before it, and any that follow.</summary>
    public TemplateExpression ParseFilters(TemplateExpression value) => ParseFiltersAndTests(ParseFilter(value));

    private TemplateExpression ParseOr()
    {
        TemplateExpression left = ParseAnd();
        while (tokens.TryTakeName("or"))
            left = new TemplateExpression.Binary("or", left, ParseAnd());
        return left;
    }

    private TemplateExpression ParseAnd()
    {
        TemplateExpression left = ParseNot();
        while (tokens.TryTakeName("and"))
            left = new TemplateExpression.Binary("and", left, ParseNot());
        return left;
    }

    private TemplateExpression ParseNot()
    {
        int count = 0;
        while (tokens.TryTakeName("not"))
            count = count < NestingLimit ? count + 1 : throw tokens.Error("'not' stands too often.");
        TemplateExpression value = ParseComparison();
        for (int i = 0; i < count; i++)
            value = new TemplateExpression.Unary("not", value);
        return value;
    }

    private TemplateExpression ParseComparison()
    {
        TemplateExpression first = ParseSum();
        TemplateExpression left = first;
        TemplateExpression? all = null;
        while (TryParseComparison(left) is var (comparison, right))
        {
            // As in Python, a < b < c is a < b and b < c.
            all = all is null ? comparison : new TemplateExpression.Binary("and", all, comparison);
            left = right;
        }

        return all ?? first;
    }

    private (TemplateExpression Comparison, TemplateExpression Right)? TryParseComparison(TemplateExpression left)
    {
        TemplateToken token = tokens.Current;
        bool isNegated = token.IsName("not") && tokens.Peek(1).IsName("in");
        if (isNegated)
            tokens.Next();
        if (!isNegated && !tokens.Current.IsName("in") && !(token.Kind == TemplateTokenKind.Symbol && token.Text is "==" or "!=" or "<" or ">" or "<=" or ">="))
            return null;
        string symbol = tokens.Next().Text;
        TemplateExpression right = ParseSum();
        TemplateExpression comparison = new TemplateExpression.Binary(symbol, left, right);
        return (isNegated ? new TemplateExpression.Unary("not", comparison) : comparison, right);
    }

    private TemplateExpression ParseSum()
    {
        TemplateExpression left = ParseConcat();
        while (tokens.Current.Kind == TemplateTokenKind.Symbol && tokens.Current.Text is "+" or "-")
            left = new TemplateExpression.Binary(tokens.Next().Text, left, ParseConcat());
        return left;
    }

    private TemplateExpression ParseConcat()
    {
        TemplateExpression left = ParseProduct();
        while (tokens.TryTake("~"))
            left = new TemplateExpression.Binary("~", left, ParseProduct());
        return left;
    }

    private TemplateExpression ParseProduct()
    {
        TemplateExpression left = ParsePower();
        while (tokens.Current.Kind == TemplateTokenKind.Symbol && tokens.Current.Text is "*" or "/" or "//" or "%")
            left = new TemplateExpression.Binary(tokens.Next().Text, left, ParsePower());
        return left;
    }

    /// <summary>Powers, from the left as Jinja takes them.</summary>
    private TemplateExpression ParsePower()
    {
        TemplateExpression left = ParseUnary();
        while (tokens.TryTake("**"))
            left = new TemplateExpression.Binary("**", left, ParseUnary());
        return left;
    }

    /// <summary>Signs bind closer than filters and tests, and looser than members and calls: <c>-x.y | abs</c> is <c>(-(x.y)) | abs</c>.</summary>
    private TemplateExpression ParseUnary()
    {
        Stack<string> signs = new();
        while (tokens.Current.IsSymbol("-") || tokens.Current.IsSymbol("+"))
        {
            signs.Push(tokens.Next().Text);
            if (signs.Count > NestingLimit)
                throw tokens.Error($"More than {NestingLimit} signs follow each other.");
        }

        TemplateExpression value = ParsePostfix(ParsePrimary());
        while (signs.TryPop(out string? sign))
            value = new TemplateExpression.Unary(sign, value);
        return ParseFiltersAndTests(value);
    }

    /// <summary>Members, elements and calls.</summary>
    private TemplateExpression ParsePostfix(TemplateExpression value)
    {
        for (int count = 0; ; count++)
        {
            if (count > NestingLimit)
                throw tokens.Error($"More than {NestingLimit} accesses and calls follow each other.");
            if (tokens.TryTake("."))
                value = ParseMember(value);
            else if (tokens.TryTake("["))
                value = ParseSubscript(value);
            else if (tokens.Current.IsSymbol("("))
                value = new TemplateExpression.Call(value, ParseArguments());
            else
                return value;
        }
    }

    /// <summary>Filters and tests, and calls of what they give.</summary>
    private TemplateExpression ParseFiltersAndTests(TemplateExpression value)
    {
        for (int count = 0; ; count++)
        {
            if (count > NestingLimit)
                throw tokens.Error($"More than {NestingLimit} filters and tests follow each other.");
            if (tokens.TryTake("|"))
                value = ParseFilter(value);
            else if (tokens.TryTakeName("is"))
                value = ParseTest(value);
            else if (tokens.Current.IsSymbol("("))
                value = new TemplateExpression.Call(value, ParseArguments());
            else
                return value;
        }
    }

    private TemplateExpression.Filter ParseFilter(TemplateExpression value) => new(value, ParsePath(), tokens.Current.IsSymbol("(") ? ParseArguments() : TemplateArguments.None);

    /// <summary>The name of a filter or test, which may have points in it.</summary>
    private string ParsePath()
    {
        string name = tokens.ExpectName();
        while (tokens.TryTake("."))
            name += "." + tokens.ExpectName();
        return name;
    }

    /// <summary><c>a.b</c>, or <c>a.0</c>, which is <c>a[0]</c>.</summary>
    private TemplateExpression ParseMember(TemplateExpression target) => tokens.Current.Kind == TemplateTokenKind.Number
        ? new TemplateExpression.Index(target, ParseNumber(tokens.Next()))
        : new TemplateExpression.Member(target, tokens.ExpectName());

    private TemplateExpression.Test ParseTest(TemplateExpression value)
    {
        bool isNegated = tokens.TryTakeName("not");
        string name = ParsePath();
        if (tokens.Current.IsSymbol("("))
            return new TemplateExpression.Test(value, name, ParseArguments(), isNegated);
        if (++_nesting > NestingLimit)
            throw tokens.Error($"Expressions nest deeper than {NestingLimit}.");
        TemplateToken next = tokens.Current;
        if (next.IsName("is"))
            throw tokens.Error("A test cannot follow a test; put the first in brackets.");
        bool hasArgument = next.Kind switch
        {
            TemplateTokenKind.String or TemplateTokenKind.Number => true,
            TemplateTokenKind.Name => next.Text is not ("else" or "or" or "and" or "if" or "is" or "in" or "not" or "recursive"),
            _ => next.IsSymbol("[") || next.IsSymbol("{"),
        };
        TemplateArguments arguments = hasArgument ? new TemplateArguments([ParsePostfix(ParsePrimary())], []) : TemplateArguments.None;
        _nesting--;
        return new TemplateExpression.Test(value, name, arguments, isNegated);
    }

    private TemplateExpression ParseSubscript(TemplateExpression target)
    {
        TemplateExpression? start = tokens.Current.IsSymbol(":") ? null : Parse();
        if (tokens.TryTake("]"))
            return new TemplateExpression.Index(target, start!);
        tokens.Expect(":");
        TemplateExpression? stop = tokens.Current.IsSymbol(":") || tokens.Current.IsSymbol("]") ? null : Parse();
        TemplateExpression? step = tokens.TryTake(":") && !tokens.Current.IsSymbol("]") ? Parse() : null;
        tokens.Expect("]");
        return new TemplateExpression.Slice(target, start, stop, step);
    }

    private TemplateArguments ParseArguments()
    {
        var positional = ImmutableArray.CreateBuilder<TemplateExpression>();
        var named = ImmutableArray.CreateBuilder<(string, TemplateExpression)>();
        TemplateExpression? list = null;
        TemplateExpression? map = null;
        tokens.Expect("(");
        while (!tokens.TryTake(")"))
        {
            if (positional.Count + named.Count > 0 || list is not null || map is not null)
            {
                tokens.Expect(",");
                if (tokens.TryTake(")"))
                    break;
            }

            if (list is null && map is null && tokens.TryTake("*"))
            {
                list = Parse();
            }
            else if (map is null && tokens.TryTake("**"))
            {
                map = Parse();
            }
            else if (tokens.Current.Kind == TemplateTokenKind.Name && tokens.Peek(1).IsSymbol("="))
            {
                string name = tokens.ExpectName();
                tokens.Expect("=");
                named.Add((name, Parse()));
            }
            else if (named.Count > 0 || list is not null || map is not null)
            {
                throw tokens.Error("An argument without a name stands behind one with a name.");
            }
            else
            {
                positional.Add(Parse());
            }
        }

        return new TemplateArguments(positional.ToImmutable(), named.ToImmutable(), list, map);
    }

    private TemplateExpression ParsePrimary()
    {
        TemplateToken token = tokens.Next();
        return token.Kind switch
        {
            TemplateTokenKind.String => ParseStrings(token),
            TemplateTokenKind.Number => ParseNumber(token),
            TemplateTokenKind.Name => ParseName(token.Text),
            TemplateTokenKind.Symbol when token.Text == "(" => ParseGroup(),
            TemplateTokenKind.Symbol when token.Text == "[" => new TemplateExpression.ListOf(ParseItems("]")),
            TemplateTokenKind.Symbol when token.Text == "{" => ParseMap(),
            _ => throw TemplateError.Syntax(token.Place, $"An expression is missing before '{token.Text}'."),
        };
    }

    /// <summary>Neighbouring string literals are one; the same literal is the same value everywhere.</summary>
    private TemplateExpression.Literal ParseStrings(TemplateToken first)
    {
        string text = first.Text;
        while (tokens.Current.Kind == TemplateTokenKind.String)
            text += tokens.Next().Text;
        if (!_strings.TryGetValue(text, out TemplateExpression.Literal? literal))
            _strings.Add(text, literal = new TemplateExpression.Literal(MarkedText.FromTemplate(text)));
        return literal;
    }

    private static TemplateExpression.Literal ParseNumber(TemplateToken token)
    {
        string digits = token.Text.Replace("_", "", StringComparison.Ordinal);
        if (TryInteger(digits, out BigInteger integer))
            return new TemplateExpression.Literal(TemplateNumbers.FromWhole(integer));
        return digits.AsSpan().ContainsAny(".eE") && double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number)
            ? new TemplateExpression.Literal(number)
            : throw TemplateError.Syntax(token.Place, $"'{token.Text}' is not a number.");
    }

    private static bool TryInteger(string digits, out BigInteger integer)
    {
        int radix = digits is ['0', _, ..] ? char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 } : 10;
        bool isInteger = TemplateNumbers.TryDigits(radix == 10 ? digits : digits[2..], radix, out integer);
        // As in Python, no integer but zero begins with a zero.
        return isInteger && !(radix == 10 && digits.Length > 1 && digits[0] == '0' && !integer.IsZero);
    }

    private TemplateExpression ParseName(string name)
    {
        switch (name)
        {
            case "true" or "True":
                return new TemplateExpression.Literal(true);
            case "false" or "False":
                return new TemplateExpression.Literal(false);
            case "none" or "None":
                return new TemplateExpression.Literal(TemplateNone.Value);
            default:
                Names.Add(name);
                return new TemplateExpression.Name(name);
        }
    }

    private TemplateExpression ParseGroup()
    {
        if (tokens.TryTake(")"))
            return new TemplateExpression.ListOf([], IsTuple: true);
        TemplateExpression first = Parse();
        if (tokens.TryTake(")"))
            return first;
        tokens.Expect(",");
        return new TemplateExpression.ListOf([first, .. ParseItems(")")], IsTuple: true);
    }

    private ImmutableArray<TemplateExpression> ParseItems(string end)
    {
        var items = ImmutableArray.CreateBuilder<TemplateExpression>();
        while (!tokens.TryTake(end))
        {
            items.Add(Parse());
            if (!tokens.Current.IsSymbol(end))
                tokens.Expect(",");
        }

        return items.ToImmutable();
    }

    private TemplateExpression.MapOf ParseMap()
    {
        var entries = ImmutableArray.CreateBuilder<(TemplateExpression, TemplateExpression)>();
        while (!tokens.TryTake("}"))
        {
            TemplateExpression key = Parse();
            tokens.Expect(":");
            entries.Add((key, Parse()));
            if (!tokens.Current.IsSymbol("}"))
                tokens.Expect(",");
        }

        return new TemplateExpression.MapOf(entries.ToImmutable());
    }
}
