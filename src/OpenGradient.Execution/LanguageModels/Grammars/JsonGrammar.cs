using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The rules of JSON text (RFC 8259), held to what a reader of I-JSON takes.</summary>
/// <remarks>
/// Between the parts of arrays and objects stand at most one line feed and 16 blanks, none around the whole text: a model must not
/// fill an answer with white space. Numbers have at most 16 digits before and 16 behind the point, and 3 in the exponent. An escape
/// <c>\u</c> names no surrogate. Each rule is made when it is first asked for.
/// </remarks>
/// <param name="builder">Where the rules go.</param>
internal sealed class JsonGrammar(GrammarBuilder builder)
{
    /// <summary>The most digits before and behind the point of a number.</summary>
    public const int Digits = 16;

    private const int Blanks = 16;

    private readonly Dictionary<string, GrammarSymbol> _rules = [];

    /// <summary>White space.</summary>
    public GrammarSymbol Space => Rule("space", () => builder.Choice(
        "space", builder.Repeat("space", GrammarBuilder.Literal(" "), 0, Blanks), [GrammarSymbol.Byte((byte)'\n'), .. builder.Repeat("space", GrammarBuilder.Literal(" "), 0, Blanks)]));

    /// <summary>One character of a string, or an escape for one.</summary>
    public GrammarSymbol Character => Rule("character", MakeCharacter);

    /// <summary>Any string.</summary>
    public GrammarSymbol String => Rule("string", () => builder.Choice("string", Quote(builder.Repeat("string", [Character], 0, null))));

    /// <summary>A whole number.</summary>
    public GrammarSymbol Integer => Rule("integer", () => builder.Choice("integer", [Optional('-'), WholePart]));

    /// <summary>A number.</summary>
    public GrammarSymbol Number => Rule("number", () => builder.Choice("number", [Optional('-'), WholePart, Fraction, Exponent]));

    public GrammarSymbol Boolean => Rule("boolean", () => builder.Choice("boolean", GrammarBuilder.Literal("true"), GrammarBuilder.Literal("false")));

    public GrammarSymbol Null => Rule("null", () => builder.Choice("null", GrammarBuilder.Literal("null")));

    /// <summary>Any object. Its names may repeat: no context-free grammar can forbid that.</summary>
    public GrammarSymbol Object => Rule("object", () => MapOf("object", Value));

    /// <summary>Any array.</summary>
    public GrammarSymbol Array => Rule("array", () => ArrayOf("array", Value, 0, null));

    /// <summary>Any value.</summary>
    public GrammarSymbol Value
    {
        get
        {
            if (_rules.TryGetValue("value", out GrammarSymbol known))
                return known;
            int value = builder.Declare("value");
            _rules.Add("value", GrammarSymbol.Call(value));
            foreach (GrammarSymbol kind in (ReadOnlySpan<GrammarSymbol>)[Object, Array, String, Number, Boolean, Null])
                builder.Add(value, kind);
            return GrammarSymbol.Call(value);
        }
    }

    /// <summary>What stands between quotes.</summary>
    public static ImmutableArray<GrammarSymbol> Quote(ImmutableArray<GrammarSymbol> content) =>
        [GrammarSymbol.Byte((byte)'"'), .. content, GrammarSymbol.Byte((byte)'"')];

    /// <summary>An array of so many items.</summary>
    public GrammarSymbol ArrayOf(string name, GrammarSymbol item, int least, int? most)
    {
        ImmutableArray<GrammarSymbol> next = [.. Comma, item];
        ImmutableArray<GrammarSymbol> Some(int atLeast) => Enclose('[', [item, .. builder.Repeat(name, next, atLeast - 1, most - 1)], ']');
        ImmutableArray<GrammarSymbol> none = Enclose('[', [], ']');
        if (most == 0)
            return builder.Choice(name, none);
        return least > 0 ? builder.Choice(name, Some(least)) : builder.Choice(name, none, Some(1));
    }

    /// <summary>An object with any names and values of one kind.</summary>
    public GrammarSymbol MapOf(string name, GrammarSymbol value)
    {
        ImmutableArray<GrammarSymbol> member = [String, .. Colon, value];
        ImmutableArray<GrammarSymbol> rest = builder.Repeat(name, [.. Comma, .. member], 0, null);
        return builder.Choice(name, Enclose('{', [], '}'), Enclose('{', [.. member, .. rest], '}'));
    }

    /// <summary>What stands between brackets, with white space on both sides; once if nothing stands there.</summary>
    public ImmutableArray<GrammarSymbol> Enclose(char open, ImmutableArray<GrammarSymbol> content, char close) =>
        [GrammarSymbol.Byte((byte)open), Space, .. content, .. content.IsEmpty ? [] : new[] { Space }, GrammarSymbol.Byte((byte)close)];

    /// <summary>The comma between two parts, with its white space.</summary>
    public ImmutableArray<GrammarSymbol> Comma => [Space, GrammarSymbol.Byte((byte)','), Space];

    /// <summary>The colon behind a name, with its white space.</summary>
    public ImmutableArray<GrammarSymbol> Colon => [Space, GrammarSymbol.Byte((byte)':'), Space];

    /// <summary>So many digits more, and perhaps a fraction behind them.</summary>
    public GrammarSymbol NumberRest(int digits, bool hasFraction) => Rule($"rest {digits} {hasFraction}", () => builder.Choice(
        "rest", [.. DigitsBetween(digits, digits), .. hasFraction ? [Fraction] : ReadOnlySpan<GrammarSymbol>.Empty]));

    /// <summary>At most so many digits.</summary>
    public GrammarSymbol DigitsUpTo(int most) => Rule($"digits {most}", () => builder.Choice("digits", DigitsBetween(0, most)));

    private GrammarSymbol WholePart => Rule("whole", () => builder.Choice(
        "whole", [GrammarSymbol.Byte((byte)'0')], [GrammarSymbol.Bytes((byte)'1', (byte)'9'), .. DigitsBetween(0, Digits - 1)]));

    private GrammarSymbol Fraction => Rule("fraction", () => builder.Choice("fraction", [], [GrammarSymbol.Byte((byte)'.'), .. DigitsBetween(1, Digits)]));

    private GrammarSymbol Exponent => Rule("exponent", () => builder.Choice(
        "exponent", [], [Either('e', 'E'), builder.Choice("sign", [], [Either('+', '-')]), .. DigitsBetween(1, 3)]));

    private ImmutableArray<GrammarSymbol> DigitsBetween(int least, int most) => builder.Repeat("digits", [GrammarSymbol.Bytes((byte)'0', (byte)'9')], least, most);

    private GrammarSymbol Either(char first, char second) => builder.Choice("either", [GrammarSymbol.Byte((byte)first)], [GrammarSymbol.Byte((byte)second)]);

    private GrammarSymbol Optional(char letter) => builder.Choice("optional", [], [GrammarSymbol.Byte((byte)letter)]);

    private GrammarSymbol MakeCharacter()
    {
        GrammarSymbol hex = builder.Character("hex", ('0', '9'), ('A', 'F'), ('a', 'f'));
        GrammarSymbol highExceptD = builder.Character("hex", ('0', '9'), ('A', 'C'), ('E', 'F'), ('a', 'c'), ('e', 'f'));
        GrammarSymbol backslash = GrammarSymbol.Byte((byte)'\\');
        GrammarSymbol u = GrammarSymbol.Byte((byte)'u');
        return builder.Choice(
            "character",
            [builder.Character("letter", (0x20, 0x21), (0x23, 0x5B), (0x5D, 0x10FFFF))],
            [backslash, builder.Character("escape", [.. "\"\\/bfnrt".Select(static letter => ((int)letter, (int)letter))])],
            [backslash, u, highExceptD, hex, hex, hex],
            [backslash, u, builder.Character("hex", ('D', 'D'), ('d', 'd')), GrammarSymbol.Bytes((byte)'0', (byte)'7'), hex, hex]);
    }

    private GrammarSymbol Rule(string name, Func<GrammarSymbol> make)
    {
        if (!_rules.TryGetValue(name, out GrammarSymbol rule))
            _rules[name] = rule = make();
        return rule;
    }
}
