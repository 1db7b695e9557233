using System.Text.Json;

namespace OpenGradient.Cli.Nodes;

/// <summary>The error of a node: an OpenAI error object, or that of the Open Inference Protocol.</summary>
internal static class ErrorBody
{
    /// <summary>Reads the sentence, with the field that is wrong; false for a body that no node sends.</summary>
    public static bool TryRead(byte[] body, out string sentence)
    {
        sentence = "";
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error", out JsonElement error))
                return false;
            sentence = error.ValueKind == JsonValueKind.Object ? ReadObject(error) : error.ToString();
            return sentence.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string ReadObject(JsonElement error)
    {
        string message = error.TryGetProperty("message", out JsonElement text) ? text.ToString() : "";
        string field = error.TryGetProperty("param", out JsonElement param) ? param.ToString() : "";
        return field.Length == 0 || message.Length == 0 || message.Contains(field, StringComparison.OrdinalIgnoreCase) ? message : $"{field}: {message}";
    }
}
