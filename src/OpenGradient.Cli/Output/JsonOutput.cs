using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenGradient.Cli.Output;

/// <summary>How JSON is printed for people.</summary>
internal static class JsonOutput
{
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a terminal is not a web page
    };
}
