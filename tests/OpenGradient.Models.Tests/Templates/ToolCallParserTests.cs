using CsCheck;
using OpenGradient.Models.Templates;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Templates;

public sealed class ToolCallParserTests
{
    [Fact]
    public void Parse_OneCall_TakesItOutAndKeepsNumbersAsWritten()
    {
        ParsedAnswer answer = ToolCallParser.Parse("Sure.\n<tool_call>\n{\"name\": \"pay\", \"arguments\": {\"to\": \"é\", \"amount\": 12.50}}\n</tool_call>");

        Assert.Equal("Sure.", answer.Content);
        Assert.Equal([new ToolCall("pay", "{\"to\":\"é\",\"amount\":12.50}")], answer.ToolCalls);
    }

    [Fact]
    public void Parse_TwoCalls_KeepsTheirOrder() => Assert.Equal(
        ["a", "b"],
        ToolCallParser.Parse("<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>\n<tool_call>{\"name\":\"b\",\"arguments\":{}}</tool_call>").ToolCalls.Select(static call => call.Name));

    [Theory]
    [InlineData("no call, 1 < 2, <tool_")]
    [InlineData("x <tool_call>{\"name\": \"pay\", \"arguments\": {")]
    [InlineData("<tool_call>{\"name\": 1, \"arguments\": {}}</tool_call>")]
    [InlineData("<tool_call>{\"name\": \"a\", \"arguments\": {}}</tool_call> and more")]
    [InlineData("<tool_call>{\"name\": \"a\", \"arguments\": []}</tool_call>")]
    [InlineData("text \n ")]
    public void Parse_NoWholeCall_IsTextUnchanged(string text)
    {
        ParsedAnswer answer = ToolCallParser.Parse(text);

        Assert.Equal(text, answer.Content);
        Assert.Empty(answer.ToolCalls);
    }

    [Fact]
    public void Append_AnyCutIntoPieces_GivesTheSameAnswer()
    {
        Gen<string> part = Gen.OneOf("a", " ", "\n", "<", "<tool_call>", "</tool_call>", "{\"name\":\"a\",\"arguments\":{}}", "<tool");

        Gen.Select(part.Array[0, 8], Gen.Int[1, 7]).SampleFixed(
            (parts, step) =>
            {
                string text = string.Concat(parts);
                ToolCallParser parser = new();
                string passed = "";
                for (int start = 0; start < text.Length; start += step)
                    passed += parser.Append(text.Substring(start, Math.Min(step, text.Length - start)));
                passed += parser.Finish(out ParsedAnswer answer);

                ParsedAnswer whole = ToolCallParser.Parse(text);
                Assert.Equal(whole.Content, passed);
                Assert.Equal(whole.Content, answer.Content);
                Assert.Equal(whole.ToolCalls.AsEnumerable(), answer.ToolCalls);
            },
            iter: 3000);
    }
}
