using System.Collections.Immutable;
using System.Globalization;

namespace OpenGradient.Models.Templates;

/// <summary>Expressions of a template, loosest binding first: if/else, or, and, not, comparisons, ~, + −, * / %, unary, **, postfix.</summary>
internal sealed class TemplateExpressionParser(TemplateTokens tokens)
{
    private const int NestingLimit = 64;

    private int _nesting;

    /// <summary>An expression, or several with commas between.</summary>
    public TemplateExpression ParseTuple()
    {
        TemplateExpression first = Parse();
        if (!tokens.Current.IsSymbol(","))
            return first;
        var items = ImmutableArray.CreateBuilder<TemplateExpression>();
        items.Add(first);
        while (tokens.TryTake(","))
            items.Add(Parse());
        return new TemplateExpression.ListOf(items.ToImmutable());
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

    /// <summary>An expression that an <c>if</c> may follow without belonging to it.</summary>
    public TemplateExpression ParseWithoutConditional() => ParseOr();

    /// <summary>A filter without the bar before it, and any that follow.</summary>
    public TemplateExpression ParseFilters(TemplateExpression value) =>
        ParsePostfix(new TemplateExpression.Filter(value, tokens.ExpectName(), ParseOptionalArguments()));

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
            count++;
        TemplateExpression value = ParseComparison();
        for (int i = 0; i < count; i++)
            value = i < 2 ? new TemplateExpression.Unary("not", value) : throw tokens.Error("'not' stands too often.");
        return value;
    }

    private TemplateExpression ParseComparison()
    {
        TemplateExpression left = ParseConcat();
        while (true)
        {
            TemplateToken token = tokens.Current;
            if (token.Kind == TemplateTokenKind.Symbol && token.Text is "==" or "!=" or "<" or ">" or "<=" or ">=")
                left = new TemplateExpression.Binary(tokens.Next().Text, left, ParseConcat());
            else if (tokens.TryTakeName("in"))
                left = new TemplateExpression.Binary("in", left, ParseConcat());
            else if (token.IsName("not") && tokens.Peek(1).IsName("in"))
            {
                tokens.Next();
                tokens.Next();
                left = new TemplateExpression.Unary("not", new TemplateExpression.Binary("in", left, ParseConcat()));
            }
            else
            {
                return left;
            }
        }
    }

    private TemplateExpression ParseConcat()
    {
        TemplateExpression left = ParseSum();
        while (tokens.TryTake("~"))
            left = new TemplateExpression.Binary("~", left, ParseSum());
        return left;
    }

    private TemplateExpression ParseSum()
    {
        TemplateExpression left = ParseProduct();
        while (tokens.Current.Kind == TemplateTokenKind.Symbol && tokens.Current.Text is "+" or "-")
            left = new TemplateExpression.Binary(tokens.Next().Text, left, ParseProduct());
        return left;
    }

    private TemplateExpression ParseProduct()
    {
        TemplateExpression left = ParseUnary();
        while (tokens.Current.Kind == TemplateTokenKind.Symbol && tokens.Current.Text is "*" or "/" or "//" or "%")
            left = new TemplateExpression.Binary(tokens.Next().Text, left, ParseUnary());
        return left;
    }

    private TemplateExpression ParseUnary()
    {
        string sign = tokens.TryTake("-") ? "-" : tokens.TryTake("+") ? "+" : "";
        TemplateExpression value = ParsePostfix(ParsePrimary());
        return sign.Length > 0 ? new TemplateExpression.Unary(sign, value) : value;
    }

    private TemplateExpression ParsePostfix(TemplateExpression value)
    {
        for (int count = 0; ; count++)
        {
            if (count > NestingLimit)
                throw tokens.Error($"More than {NestingLimit} accesses, calls and filters follow each other.");
            if (tokens.TryTake("."))
                value = new TemplateExpression.Member(value, tokens.ExpectName());
            else if (tokens.TryTake("["))
                value = ParseSubscript(value);
            else if (tokens.Current.IsSymbol("("))
                value = new TemplateExpression.Call(value, ParseArguments());
            else if (tokens.TryTake("|"))
                value = new TemplateExpression.Filter(value, tokens.ExpectName(), ParseOptionalArguments());
            else if (tokens.TryTakeName("is"))
                value = ParseTest(value);
            else
                return value;
        }
    }

    private TemplateExpression.Test ParseTest(TemplateExpression value)
    {
        bool isNegated = tokens.TryTakeName("not");
        string name = tokens.ExpectName();
        if (tokens.Current.IsSymbol("("))
            return new TemplateExpression.Test(value, name, ParseArguments(), isNegated);
        if (++_nesting > NestingLimit)
            throw tokens.Error($"Expressions nest deeper than {NestingLimit}.");
        bool takesOne = name is "equalto" or "eq" or "ne" or "in" or "divisibleby" or "sameas" or "lt" or "le" or "gt" or "ge" or "lessthan" or "greaterthan";
        TemplateArguments arguments = takesOne ? new TemplateArguments([ParsePostfix(ParsePrimary())], []) : TemplateArguments.None;
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

    private TemplateArguments ParseOptionalArguments() => tokens.Current.IsSymbol("(") ? ParseArguments() : TemplateArguments.None;

    private TemplateArguments ParseArguments()
    {
        var positional = ImmutableArray.CreateBuilder<TemplateExpression>();
        var named = ImmutableArray.CreateBuilder<(string, TemplateExpression)>();
        tokens.Expect("(");
        while (!tokens.TryTake(")"))
        {
            if (positional.Count + named.Count > 0)
            {
                tokens.Expect(",");
                if (tokens.TryTake(")"))
                    break;
            }

            if (tokens.Current.Kind == TemplateTokenKind.Name && tokens.Peek(1).IsSymbol("="))
            {
                string name = tokens.ExpectName();
                tokens.Expect("=");
                named.Add((name, Parse()));
            }
            else
            {
                positional.Add(Parse());
            }
        }

        return new TemplateArguments(positional.ToImmutable(), named.ToImmutable());
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

    /// <summary>Neighbouring string literals are one.</summary>
    private TemplateExpression.Literal ParseStrings(TemplateToken first)
    {
        string text = first.Text;
        while (tokens.Current.Kind == TemplateTokenKind.String)
            text += tokens.Next().Text;
        return new TemplateExpression.Literal(MarkedText.FromTemplate(text));
    }

    private static TemplateExpression.Literal ParseNumber(TemplateToken token)
    {
        if (long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long integer))
            return new TemplateExpression.Literal(integer);
        return double.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? new TemplateExpression.Literal(number)
            : throw TemplateError.Syntax(token.Place, $"'{token.Text}' is not a number.");
    }

    private static TemplateExpression ParseName(string name) => name switch
    {
        "true" or "True" => new TemplateExpression.Literal(true),
        "false" or "False" => new TemplateExpression.Literal(false),
        "none" or "None" => new TemplateExpression.Literal(TemplateNone.Value),
        _ => new TemplateExpression.Name(name),
    };

    private TemplateExpression ParseGroup()
    {
        if (tokens.TryTake(")"))
            return new TemplateExpression.ListOf([]);
        TemplateExpression first = Parse();
        if (tokens.TryTake(")"))
            return first;
        tokens.Expect(",");
        return new TemplateExpression.ListOf([first, .. ParseItems(")")]);
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
