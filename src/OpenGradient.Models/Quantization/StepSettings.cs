using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>The attributes of a step, read.</summary>
internal static class StepSettings
{
    /// <summary>A whole number.</summary>
    public static int Integer(Step step, string name, int defaultValue) =>
        step.Attributes.TryGetValue(name, out string? text) ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : defaultValue;

    /// <summary>A list of whole numbers; null if it is not given.</summary>
    public static long[]? Integers(Step step, string name) => step.Attributes.TryGetValue(name, out string? text) && text.Length > 0
        ? Array.ConvertAll(text.Split(','), static part => long.Parse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
        : null;

    /// <summary>A binary32 number.</summary>
    public static float Number(Step step, string name, float defaultValue) =>
        step.Attributes.TryGetValue(name, out string? text) ? OfBits(text) : defaultValue;

    /// <summary>A name.</summary>
    public static string Name(Step step, string name, string defaultValue) => step.Attributes.GetValueOrDefault(name, defaultValue);

    /// <summary>The binary32 number with these bits.</summary>
    public static float OfBits(string text) => BitConverter.UInt32BitsToSingle(uint.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
