using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Typed access to the settings of a step; a missing or malformed one is an error that names it.</summary>
internal sealed class StepAttributes(int index, Step step)
{
    /// <summary>A whole number.</summary>
    public int Integer(string name, int defaultValue) => Find(name) is { } text ? ParseInteger(name, text) : defaultValue;

    /// <summary>0 or 1.</summary>
    public bool Flag(string name, bool defaultValue) => Find(name) switch
    {
        null => defaultValue,
        "0" => false,
        "1" => true,
        { } text => throw Malformed(name, text, "0 or 1"),
    };

    /// <summary>A list of whole numbers, separated by commas; null if not given.</summary>
    public int[]? Integers(string name)
    {
        string? text = Find(name);
        if (text is null)
            return null;
        return text.Length == 0 ? [] : Array.ConvertAll(text.Split(','), part => ParseInteger(name, part));
    }

    /// <summary>A list of a known length; the default is that many times <paramref name="fill"/>.</summary>
    public int[] Integers(string name, int count, int fill)
    {
        int[]? list = Integers(name);
        if (list is null)
            return [.. Enumerable.Repeat(fill, count)];
        return list.Length == count ? list : throw Malformed(name, Find(name)!, $"a list of {count} numbers");
    }

    /// <summary>A binary32 number.</summary>
    public float Float(string name, float defaultValue)
    {
        string? text = Find(name);
        if (text is null)
            return defaultValue;
        return text.StartsWith("0x", StringComparison.Ordinal) && text.Length == 10
            && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits)
            ? BitConverter.UInt32BitsToSingle(bits)
            : throw Malformed(name, text, "0x and eight hexadecimal digits");
    }

    /// <summary>A name.</summary>
    public string Name(string name, string defaultValue) => Find(name) ?? defaultValue;

    /// <summary>The element type that an attribute names.</summary>
    public ElementType Type(string name, ElementType defaultValue)
    {
        string? text = Find(name);
        if (text is null)
            return defaultValue;
        return ElementTypes.TryParse(text, out ElementType type) ? type : throw Malformed(name, text, "the name of an element type");
    }

    /// <summary>The error of a setting that cannot be.</summary>
    public InvalidInputException Malformed(string name, string text, string expected) =>
        StepErrors.Create(index, step, $"the attribute '{name}' must be {expected}, not '{text}'");

    private string? Find(string name) => step.Attributes.GetValueOrDefault(name);

    private int ParseInteger(string name, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Malformed(name, text, "a whole number of 32 bits");
}
