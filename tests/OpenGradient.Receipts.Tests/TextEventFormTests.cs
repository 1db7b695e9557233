using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts.Tests;

/// <summary>An event that is read by the form of another says what it says when it is parsed; or is not of that form.</summary>
public sealed class TextEventFormTests
{
    private const string Chat = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":2,"delta":{"content":"§"},"logprobs":null,"finish_reason":null}]}""";
    private const string Completion = """{"id":"cmpl-1","choices":[{"index":0,"text":"§","finish_reason":null}]}""";
    private const string Message = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"§"}}""";
    private const string Response = """{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"sequence_number":7,"delta":"§"}""";

    public static TheoryData<string?, string> Events => new() { { null, Chat }, { null, Completion }, { "content_block_delta", Message }, { null, Message }, { "response.output_text.delta", Response } };

    [Theory]
    [MemberData(nameof(Events))]
    public void Form_OfAnEvent_ReadsTheNextOneAsParsingDoes(string? name, string shape)
    {
        TextEventForm form = Learn(name, shape, "first")!;

        Assert.True(form.TryRead(name, Data(shape, " the {next} one, [1]: 'x'"), out AnswerPiece piece));
        Assert.Equal(Parse(name, Data(shape, " the {next} one, [1]: 'x'")), piece);
        Assert.False(form.TryRead("another", Data(shape, "next"), out _));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Form_OfTextThatParsersDoNotTakeAsItStands_ReadsNothing(string? name, string shape)
    {
        TextEventForm form = Learn(name, shape, "first")!;

        foreach (string text in new[] { "", "\\n", "\"", "a\",\"tool_calls\":[],\"x\":\"b", "\t", "\u007F", "é", "\u2028", "\\" })
            Assert.False(form.TryRead(name, Data(shape, text), out _));
    }

    [Fact]
    public void Form_OfATextThatStandsTwice_IsThatOfTheOneThatIsShown()
    {
        Assert.NotNull(Learn(null, Chat, "m")); // the model's name as well, before the text
        Assert.Null(Learn(null, """{"choices":[{"index":0,"delta":{"content":"§"}}],"model":"m"}""", "m")); // behind it
        Assert.Null(Learn(null, """{"choices":[{"index":0,"delta":{"content":"§"}}],"id":"\uE000"}""", "\\u006d")); // not as it stands
        Assert.Null(Learn(null, """{"choices":[{"delta":{"content":"§"},"index":0}],"usage":null}""", "usage")); // behind it, as a name whose value does not count
    }

    /// <summary>An issuer may put 16 MiB around a text, event by event: none of it is kept.</summary>
    [Fact]
    public void Form_OfALargeEvent_IsNotKept()
    {
        const string Shape = """{"choices":[{"index":0,"delta":{"content":"§"}}],"id":"#"}""";
        string Filled(int idBytes) => Shape.Replace("#", new string('x', idBytes), StringComparison.Ordinal);
        int rest = Data(Filled(0), "first").Length;

        Assert.NotNull(Learn(null, Filled(TextEventForm.MaximumBytes - rest), "first"));
        Assert.Null(Learn(null, Filled(TextEventForm.MaximumBytes - rest + 1), "first"));
    }

    /// <summary>Every event that differs from a learned one in a few bytes, at any places, is read as it is parsed.</summary>
    [Theory]
    [MemberData(nameof(Events))]
    public void Form_OfEventsWithOtherBytes_NeverSaysWhatParsingDoesNot(string? name, string shape)
    {
        Random random = new(7);
        TextEventForm form = Learn(name, shape, "first")!;
        byte[] bytes = "\"\\{}[],: ant\n\u00E9"u8.ToArray();
        int read = 0;
        for (int turn = 0; turn < 20_000; turn++)
        {
            byte[] data = Data(shape, "some text");
            for (int change = random.Next(4); change > 0; change--)
                data[random.Next(data.Length)] = bytes[random.Next(bytes.Length)];
            if (!form.TryRead(name, data, out AnswerPiece piece))
                continue;
            read++;
            Assert.Equal(Parse(name, data), piece);
        }

        Assert.InRange(read, 5_000, 19_000);
    }

    private static TextEventForm? Learn(string? name, string shape, string text)
    {
        byte[] data = Data(shape, text);
        return TextEventForm.Of(name, data, api: null, Parse(name, data)!.Value);
    }

    /// <summary>The definition: what the one event shows; null if it is not an event with one text.</summary>
    private static AnswerPiece? Parse(string? name, byte[] data)
    {
        AnswerApi? api = null;
        List<AnswerPiece> pieces = [];
        return JsonReader.TryRead(data, out JsonValue? json) && AnswerEvents.TryRead(name, json, ref api, pieces) && pieces is [var piece] ? piece : null;
    }

    private static byte[] Data(string shape, string text) => Encoding.UTF8.GetBytes(shape.Replace("§", text, StringComparison.Ordinal));
}
