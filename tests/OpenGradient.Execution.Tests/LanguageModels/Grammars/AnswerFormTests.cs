using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.LanguageModels.Grammars;

public sealed class AnswerFormTests
{
    private const string Pay = """{"type":"function","function":{"name":"pay","parameters":{"type":"object","properties":{"to":{"type":"string"}},"required":["to"]},"strict":true}}""";

    [Theory]
    [InlineData("[]", "response_format.type")]
    [InlineData("""{"type":5}""", "response_format.type")]
    [InlineData("""{"type":"text"}""", "response_format.type")]
    [InlineData("""{"type":"json_schema"}""", "response_format.json_schema")]
    [InlineData("""{"type":"json_schema","json_schema":{}}""", "response_format.json_schema.schema")]
    [InlineData("""{"type":"json_schema","json_schema":{"schema":{"type":"x"}}}""", "response_format.json_schema.schema.type")]
    public void OfFormat_NoForm_NamesThePlace(string format, string place)
    {
        var error = Assert.Throws<InvalidInputException>(() => AnswerForm.OfFormat(Parse(format)));

        Assert.Equal(place, error.Subject);
    }

    [Theory]
    [InlineData("""{"function":{"name":"sell"}}""", $"[{Pay}]", "tool_choice.function.name")]
    [InlineData("\"required\"", "[]", "tools")]
    [InlineData("\"any\"", $"[{Pay}]", "tool_choice.function")]
    [InlineData("\"required\"", "{}", "tools")]
    [InlineData("\"required\"", "[{}]", "tools[0].function")]
    [InlineData("\"required\"", """[{"function":{"name":1}}]""", "tools[0].function.name")]
    [InlineData("\"required\"", """[{"function":{"name":"f","parameters":{"type":"string"}}}]""", "tools[0].function.parameters.type")]
    public void OfChoice_NoCalls_NamesThePlace(string choice, string tools, string place)
    {
        var error = Assert.Throws<InvalidInputException>(() => AnswerForm.OfChoice(Parse(choice), Parse(tools)));

        Assert.Equal(place, error.Subject);
    }

    [Theory]
    [InlineData($"[{Pay}]", true)]
    [InlineData("""[{"function":{"name":"pay","strict":false}}]""", false)]
    [InlineData("""[{"function":{"name":"pay"}}]""", false)]
    [InlineData("{}", false)]
    public void HasStrict_Tools_IsWhetherOneSaysSo(string tools, bool expected) => Assert.Equal(expected, AnswerForm.HasStrict(Parse(tools)));

    private static JsonValue Parse(string text) => JsonReader.TryRead(Encoding.UTF8.GetBytes(text), out JsonValue? value) ? value : throw new ArgumentException(text, nameof(text));
}
