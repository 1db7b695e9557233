using System.Text.Json;

namespace OpenGradient.Cli.Output;

/// <summary>Prints a node's answer as a person reads it: the text or the tensors, then the receipt.</summary>
internal static class AnswerPrinter
{
    private const int ShownElements = 16;

    public static void Print(JsonElement answer)
    {
        if (answer.TryGetProperty("choices", out JsonElement choices))
            PrintMessage(choices[0].GetProperty("message"));
        else
            PrintTensors(answer.GetProperty("outputs"));
        if (answer.TryGetProperty("receipt", out JsonElement receipt))
            Console.WriteLine($"receipt {Name(receipt, "id")}");
    }

    private static void PrintMessage(JsonElement message)
    {
        if (message.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String)
            Console.WriteLine(TerminalText.Lines(content.GetString()));
        if (!message.TryGetProperty("tool_calls", out JsonElement calls) || calls.ValueKind != JsonValueKind.Array)
            return;
        foreach (JsonElement call in calls.EnumerateArray())
        {
            JsonElement function = call.GetProperty("function");
            Console.WriteLine($"tool call {Name(function, "name")} {Name(function, "arguments")}");
        }
    }

    private static void PrintTensors(JsonElement outputs)
    {
        foreach (JsonElement output in outputs.EnumerateArray())
        {
            JsonElement[] elements = [.. output.GetProperty("data").EnumerateArray().Take(ShownElements + 1)];
            string rest = elements.Length > ShownElements ? " …" : "";
            Console.WriteLine($"{Name(output, "name")} {Name(output, "datatype")}{output.GetProperty("shape").GetRawText()}"
                + $" = {string.Join("  ", elements.Take(ShownElements).Select(static element => element.GetRawText()))}{rest}");
        }
    }

    private static string Name(JsonElement owner, string member) => TerminalText.OneLine(owner.GetProperty(member).GetString());
}
