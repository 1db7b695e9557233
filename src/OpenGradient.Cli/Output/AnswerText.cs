using System.Text.Json;

namespace OpenGradient.Cli.Output;

/// <summary>A node's answer as a person reads it: the text or the tensors, then the receipt.</summary>
internal static class AnswerText
{
    private const int ShownElements = 16;

    /// <summary>The lines to print.</summary>
    public static IEnumerable<string> Lines(JsonElement answer)
    {
        IEnumerable<string> lines = answer.TryGetProperty("choices", out JsonElement choices)
            ? ChoiceLines(choices[0])
            : answer.GetProperty("outputs").EnumerateArray().Select(TensorLine);
        return answer.TryGetProperty("receipt", out JsonElement receipt) ? lines.Append($"receipt {receipt.Text("id")}") : lines;
    }

    private static IEnumerable<string> ChoiceLines(JsonElement choice) =>
        choice.TryGetProperty("message", out JsonElement message) ? MessageLines(message) : [TerminalText.Lines(choice.GetProperty("text").GetString())];

    private static IEnumerable<string> MessageLines(JsonElement message)
    {
        if (message.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String)
            yield return TerminalText.Lines(content.GetString());
        if (!message.TryGetProperty("tool_calls", out JsonElement calls) || calls.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (JsonElement call in calls.EnumerateArray())
        {
            JsonElement function = call.GetProperty("function");
            yield return $"tool call {function.Text("name")} {function.Text("arguments")}";
        }
    }

    private static string TensorLine(JsonElement output)
    {
        JsonElement[] elements = [.. output.GetProperty("data").EnumerateArray().Take(ShownElements + 1)];
        string rest = elements.Length > ShownElements ? " …" : "";
        return $"{output.Text("name")} {output.Text("datatype")}{output.GetProperty("shape").GetRawText()}"
            + $" = {string.Join("  ", elements.Take(ShownElements).Select(static element => element.GetRawText()))}{rest}";
    }
}
