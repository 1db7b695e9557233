using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>Statements of a template: a small, strict part of Jinja.</summary>
internal sealed class TemplateParser
{
    private const int NestingLimit = 64;

    private readonly TemplateTokens _tokens;
    private readonly TemplateExpressionParser _expressions;
    private int _nesting;

    private TemplateParser(TemplateTokens tokens)
    {
        _tokens = tokens;
        _expressions = new TemplateExpressionParser(tokens);
    }

    /// <summary>Parses a whole template.</summary>
    public static ImmutableArray<TemplateStatement> Parse(string source)
    {
        TemplateTokens tokens = new(TemplateLexer.Tokenize(source));
        TemplateParser parser = new(tokens);
        ImmutableArray<TemplateStatement> statements = parser.ParseBody();
        if (tokens.Current.Kind != TemplateTokenKind.End)
            throw tokens.Error($"'{tokens.Peek(1).Text}' closes nothing.");
        return statements;
    }

    /// <summary>Statements up to a block that this one does not own: an end, an else.</summary>
    private ImmutableArray<TemplateStatement> ParseBody(params ReadOnlySpan<string> ends)
    {
        if (++_nesting > NestingLimit)
            throw _tokens.Error($"Blocks nest deeper than {NestingLimit}.");
        var body = ImmutableArray.CreateBuilder<TemplateStatement>();
        while (_tokens.Current.Kind != TemplateTokenKind.End)
        {
            TemplateToken token = _tokens.Current;
            if (token.Kind == TemplateTokenKind.BlockStart && (ends.Contains(_tokens.Peek(1).Text) || IsEnd(_tokens.Peek(1).Text)))
                break;
            body.AddRange(ParseStatement().Select(statement => statement.Place == default ? statement with { Place = token.Place } : statement));
        }

        _nesting--;
        return body.ToImmutable();
    }

    private static bool IsEnd(string name) => name is "else" or "elif" || name.StartsWith("end", StringComparison.Ordinal);

    private ImmutableArray<TemplateStatement> ParseStatement()
    {
        TemplateToken token = _tokens.Next();
        if (token.Kind == TemplateTokenKind.Text)
            return [new TemplateStatement.Text(MarkedText.FromTemplate(token.Text))];
        if (token.Kind == TemplateTokenKind.OutputStart)
        {
            TemplateExpression value = _expressions.ParseTuple();
            _tokens.Expect(TemplateTokenKind.OutputEnd);
            return [new TemplateStatement.Output(value)];
        }

        string name = _tokens.ExpectName();
        return name switch
        {
            "if" => [ParseIf()],
            "for" => [ParseFor()],
            "set" => [ParseSet()],
            "macro" => [ParseMacro()],
            "filter" => [ParseFilter()],
            "with" => [ParseWith()],
            "call" => [ParseCall()],
            "break" or "continue" => [ParseJump(name)],
            "print" => ParsePrint(),
            "generation" => ParseTransparent(),
            _ => throw _tokens.Error($"The block '{name}' is not supported; if, for, set, with, macro, call, filter, print, raw, break, continue and generation are."),
        };
    }

    private TemplateStatement.If ParseIf()
    {
        var branches = ImmutableArray.CreateBuilder<(TemplateExpression?, ImmutableArray<TemplateStatement>)>();
        TemplateExpression? condition = _expressions.Parse();
        while (true)
        {
            _tokens.Expect(TemplateTokenKind.BlockEnd);
            branches.Add((condition, ParseBody("elif", "else", "endif")));
            string name = NextBlock("endif");
            if (name == "endif")
                break;
            if (branches[^1].Item1 is null || name is not ("elif" or "else"))
                throw _tokens.Error($"'{name}' does not belong here.");
            condition = name == "elif" ? _expressions.Parse() : null;
        }

        _tokens.Expect(TemplateTokenKind.BlockEnd);
        return new TemplateStatement.If(branches.ToImmutable());
    }

    private TemplateStatement.For ParseFor()
    {
        TemplateTarget target = ParseTarget(ends: static token => token.IsName("in"));
        if (_tokens.ExpectName() != "in")
            throw _tokens.Error("A loop needs 'in'.");
        TemplateExpression items = _expressions.ParseTupleWithoutConditional();
        TemplateExpression? condition = _tokens.TryTakeName("if") ? _expressions.Parse() : null;
        bool isRecursive = _tokens.TryTakeName("recursive");
        _tokens.Expect(TemplateTokenKind.BlockEnd);
        ImmutableArray<TemplateStatement> body = ParseBody("else", "endfor");
        ImmutableArray<TemplateStatement> otherwise = [];
        string name = NextBlock("endfor");
        if (name == "else")
        {
            _tokens.Expect(TemplateTokenKind.BlockEnd);
            otherwise = ParseBody("endfor");
            name = NextBlock("endfor");
        }

        EndBlock(name, "endfor");
        return new TemplateStatement.For(target, items, condition, body, otherwise, isRecursive);
    }

    /// <summary>A name, a member of a namespace, or several of them, in round brackets or not.</summary>
    private TemplateTarget ParseTarget(Func<TemplateToken, bool> ends)
    {
        TemplateTarget first = ParseOneTarget();
        if (!_tokens.Current.IsSymbol(","))
            return first;
        var parts = ImmutableArray.CreateBuilder<TemplateTarget>();
        parts.Add(first);
        while (_tokens.TryTake(",") && !ends(_tokens.Current))
            parts.Add(ParseOneTarget());
        return new TemplateTarget.Several(parts.ToImmutable());
    }

    private TemplateTarget ParseOneTarget()
    {
        if (!_tokens.TryTake("("))
        {
            string name = _tokens.ExpectName();
            return _tokens.TryTake(".") ? new TemplateTarget.Member(_tokens.ExpectName(), name) : new TemplateTarget.Name(name);
        }

        if (++_nesting > NestingLimit)
            throw _tokens.Error($"Brackets nest deeper than {NestingLimit}.");
        TemplateTarget inner = ParseTarget(ends: static token => token.IsSymbol(")"));
        _tokens.Expect(")");
        _nesting--;
        return inner;
    }

    private TemplateStatement ParseSet()
    {
        TemplateTarget target = ParseTarget(ends: static token => token.IsSymbol("="));
        if (_tokens.TryTake("="))
        {
            TemplateExpression value = _expressions.ParseTuple();
            _tokens.Expect(TemplateTokenKind.BlockEnd);
            return new TemplateStatement.Set(target, value);
        }

        TemplateExpression? filters = _tokens.TryTake("|") ? ParseFilters() : null;
        return new TemplateStatement.SetBody(target, filters, ParseOwnBody("endset"));
    }

    private TemplateStatement.With ParseWith()
    {
        var variables = ImmutableArray.CreateBuilder<TemplateStatement.Set>();
        while (_tokens.Current.Kind != TemplateTokenKind.BlockEnd)
        {
            if (variables.Count > 0)
                _tokens.Expect(",");
            TemplateTarget target = ParseOneTarget();
            _tokens.Expect("=");
            variables.Add(new TemplateStatement.Set(target, _expressions.Parse()));
        }

        return new TemplateStatement.With(variables.ToImmutable(), ParseOwnBody("endwith"));
    }

    private TemplateStatement.Call ParseCall()
    {
        ImmutableArray<(string, TemplateExpression?)> parameters = _tokens.Current.IsSymbol("(") ? ParseParameters() : [];
        if (_expressions.Parse() is not TemplateExpression.Call call)
            throw _tokens.Error("'call' needs the call of a macro.");
        return new TemplateStatement.Call(ParseMacro(TemplateStatement.Macro.Caller, parameters, "endcall"), call);
    }

    private TemplateStatement.Macro ParseMacro()
    {
        string name = _tokens.ExpectName();
        ImmutableArray<(string, TemplateExpression?)> parameters = ParseParameters();
        return ParseMacro(name, parameters, "endmacro");
    }

    private TemplateStatement.Macro ParseMacro(string name, ImmutableArray<(string, TemplateExpression?)> parameters, string end)
    {
        int before = _expressions.Names.Count;
        ImmutableArray<TemplateStatement> body = ParseOwnBody(end);
        return new TemplateStatement.Macro(name, parameters, body, [.. _expressions.Names.Skip(before)]);
    }

    private ImmutableArray<(string Name, TemplateExpression? Default)> ParseParameters()
    {
        var parameters = ImmutableArray.CreateBuilder<(string, TemplateExpression?)>();
        _tokens.Expect("(");
        while (!_tokens.TryTake(")"))
        {
            if (parameters.Count > 0)
                _tokens.Expect(",");
            string parameter = _tokens.ExpectName();
            parameters.Add((parameter, _tokens.TryTake("=") ? _expressions.Parse() : null));
        }

        return parameters.ToImmutable();
    }

    private TemplateExpression ParseFilters() => _expressions.ParseFilters(new TemplateExpression.Name(TemplateStatement.Filter.Captured));

    /// <summary>The end of the tag at hand, and what is between it and the tag that ends it.</summary>
    private ImmutableArray<TemplateStatement> ParseOwnBody(string end)
    {
        _tokens.Expect(TemplateTokenKind.BlockEnd);
        ImmutableArray<TemplateStatement> body = ParseBody(end);
        EndBlock(NextBlock(end), end);
        return body;
    }

    private TemplateStatement.Filter ParseFilter() => new(ParseFilters(), ParseOwnBody("endfilter"));

    private TemplateStatement.Jump ParseJump(string name)
    {
        _tokens.Expect(TemplateTokenKind.BlockEnd);
        return new TemplateStatement.Jump(name == "break");
    }

    private ImmutableArray<TemplateStatement> ParsePrint()
    {
        var outputs = ImmutableArray.CreateBuilder<TemplateStatement>();
        while (_tokens.Current.Kind != TemplateTokenKind.BlockEnd)
        {
            if (outputs.Count > 0)
                _tokens.Expect(",");
            outputs.Add(new TemplateStatement.Output(_expressions.Parse()));
        }

        _tokens.Expect(TemplateTokenKind.BlockEnd);
        return outputs.ToImmutable();
    }

    /// <summary>A block that only marks what the assistant said, for training.</summary>
    private ImmutableArray<TemplateStatement> ParseTransparent() => ParseOwnBody("endgeneration");

    private string NextBlock(string missing)
    {
        if (_tokens.Current.Kind == TemplateTokenKind.End)
            throw _tokens.Error($"The template ends without '{missing}'.");
        _tokens.Expect(TemplateTokenKind.BlockStart);
        return _tokens.ExpectName();
    }

    private void EndBlock(string name, string expected)
    {
        if (name != expected)
            throw _tokens.Error($"'{name}' stands where '{expected}' must.");
        _tokens.Expect(TemplateTokenKind.BlockEnd);
    }
}
