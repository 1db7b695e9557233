using System.Text.Json;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>The sample <c>digits</c> for the integer profile.</summary>
internal static class CompiledDigits
{
    /// <summary>Writes the sample's input as samples to calibrate with; returns the path.</summary>
    public static string Samples(string path)
    {
        using JsonDocument input = JsonDocument.Parse(File.ReadAllText(Path.Combine(Og.Models, "digits/sample-input.json")));
        float[] pixels = [.. input.RootElement.GetProperty("inputs")[0].GetProperty("data").EnumerateArray().Select(static number => number.GetSingle())];
        NpzSample.Write(path, "image", [1, 1, 28, 28], pixels);
        return path;
    }
}
