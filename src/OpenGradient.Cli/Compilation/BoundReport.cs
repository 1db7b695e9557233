using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Models.Quantization;

namespace OpenGradient.Cli.Compilation;

/// <summary>Where numbers met the bounds of a compiled model, for people and for machines.</summary>
internal static class BoundReport
{
    /// <summary>One sentence for all places, the first few of them named; none if there are none.</summary>
    public static IEnumerable<string> Sentences(ImmutableArray<MetBound> bounds)
    {
        if (bounds.IsEmpty)
            yield break;
        string places = string.Join(", ", bounds.Take(MostNamed).Select(static bound => string.Create(CultureInfo.InvariantCulture, $"{bound.Count:N0} of {bound.ElementCount:N0} at {bound.Place}")));
        string rest = bounds.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $", and at {bounds.Length - MostNamed:N0} more places") : "";
        yield return $"Numbers met the bounds that the calibration set, and count as them: {places}{rest}. Calibrate with samples that hold such numbers (--calibrate).";
    }

    /// <summary>The member <c>bounds</c>: every place.</summary>
    public static void WriteJson(Utf8JsonWriter writer, ImmutableArray<MetBound> bounds)
    {
        writer.WriteStartArray("bounds");
        foreach (MetBound bound in bounds)
        {
            writer.WriteStartObject();
            writer.WriteString("place", bound.Place);
            writer.WriteNumber("met", bound.Count);
            writer.WriteNumber("of", bound.ElementCount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private const int MostNamed = 3; // the first places are where it begins; those behind them mostly follow from them
}
