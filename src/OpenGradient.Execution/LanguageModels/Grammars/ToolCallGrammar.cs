using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Calls of functions, each between tags and with arguments that fit the function's schema (spec/exec-1, section 15).</summary>
/// <remarks>Functions are given by name, schema of the arguments, and path of the schema for messages.</remarks>
public static class ToolCallGrammar
{
    private const string Subject = "tools";
    private const string Blanks = " \t\r\n";

    private static readonly CodePointSet Bytes = CodePointSet.Of((0, 255));

    /// <summary>Calls and nothing else.</summary>
    /// <param name="functions">The functions that may be called.</param>
    /// <param name="tags">What stands before and behind a call.</param>
    /// <param name="isOne">Whether there is exactly one call; else one or more, a line feed between them.</param>
    /// <exception cref="InvalidInputException">As for <see cref="JsonSchemaGrammar.Compile"/>.</exception>
    public static Grammar Calls(ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions, (string Open, string Close) tags, bool isOne)
    {
        GrammarBuilder builder = new(Subject);
        GrammarSymbol call = Call(builder, functions, tags.Open, tags.Close);
        ImmutableArray<GrammarSymbol> more = isOne ? [] : builder.Repeat("calls", [GrammarSymbol.Byte((byte)'\n'), call], 0, null);
        return builder.Build(builder.Choice("calls", [call, .. more]).Rule);
    }

    /// <summary>Any text, and behind it perhaps calls: where the text comes to the tag before a call, a call must follow.</summary>
    /// <param name="functions">The functions that may be called.</param>
    /// <param name="tags">What stands before and behind a call. The first begins with a byte that it has nowhere else.</param>
    /// <exception cref="InvalidInputException">As for <see cref="JsonSchemaGrammar.Compile"/>.</exception>
    public static Grammar TextWithCalls(ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions, (string Open, string Close) tags)
    {
        GrammarBuilder builder = new(Subject);
        GrammarSymbol call = Call(builder, functions, "", tags.Close);
        GrammarSymbol blank = builder.Choice("blank", [.. Blanks.Select(static letter => ImmutableArray.Create(GrammarSymbol.Byte((byte)letter)))]);
        int calls = builder.Declare("calls");
        int between = builder.Declare("calls");
        builder.Add(calls, call, GrammarSymbol.Call(between));
        builder.Add(between);
        builder.Add(between, blank, GrammarSymbol.Call(between));
        builder.Add(between, [.. GrammarBuilder.Literal(tags.Open), GrammarSymbol.Call(calls)]);
        return builder.Build(TextBefore(builder, tags.Open, GrammarSymbol.Call(calls)).Rule);
    }

    /// <summary>Any bytes without the tag; with it, what must follow it. A rule for each beginning of the tag that was read (Knuth, Morris, Pratt 1977).</summary>
    private static GrammarSymbol TextBefore(GrammarBuilder builder, string tag, GrammarSymbol then)
    {
        int[] rules = [.. tag.Select(_ => builder.Declare("text"))];
        for (int read = 0; read < rules.Length; read++)
        {
            builder.Add(rules[read]);
            builder.Add(rules[read], GrammarSymbol.Byte((byte)tag[read]), read + 1 < rules.Length ? GrammarSymbol.Call(rules[read + 1]) : then);
            if (read > 0)
                builder.Add(rules[read], GrammarSymbol.Byte((byte)tag[0]), GrammarSymbol.Call(rules[1]));
            foreach ((int low, int high) in CodePointSet.Of((tag[0], tag[0]), (tag[read], tag[read])).Invert().And(Bytes).Ranges)
                builder.Add(rules[read], GrammarSymbol.Bytes((byte)low, (byte)high), GrammarSymbol.Call(rules[0]));
        }

        return GrammarSymbol.Call(rules[0]);
    }

    private static GrammarSymbol Call(GrammarBuilder builder, ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions, string open, string close)
    {
        JsonGrammar json = new(builder);
        int call = builder.Declare("call");
        foreach ((string name, JsonValue parameters, string path) in functions)
        {
            string head = $"{open}\n{{\"name\": {ConstantText.Of(JsonValue.String(name))}, \"arguments\": ";
            GrammarSymbol arguments = JsonSchemaGrammar.Root(builder, json, parameters, path);
            builder.Add(call, [.. GrammarBuilder.Literal(head), arguments, .. GrammarBuilder.Literal("}\n" + close)]);
        }

        return GrammarSymbol.Call(call);
    }
}
