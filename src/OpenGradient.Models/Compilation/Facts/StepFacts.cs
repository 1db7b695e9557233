using System.Globalization;

namespace OpenGradient.Models.Compilation;

/// <summary>A step as the rules of facts see it.</summary>
internal readonly struct StepFacts(DraftStep step)
{
    /// <summary>How many inputs the step names.</summary>
    public int Count => step.Inputs.Length;

    /// <summary>What is known of an input; nothing if it is not given.</summary>
    public ValueFacts this[int input] => Has(input) ? step.Inputs[input]!.Facts : ValueFacts.Unknown;

    /// <summary>Whether an input is given.</summary>
    public bool Has(int input) => input < step.Inputs.Length && step.Inputs[input] is not null;

    /// <summary>The elements of an input that is a short list of known integers; null if they are not known or it is not given.</summary>
    public long[]? List(int input) => this[input].KnownIntegers;

    /// <summary>An attribute that is a name.</summary>
    public string Text(string name, string defaultValue) => step.Attributes.GetValueOrDefault(name, defaultValue);

    /// <summary>An attribute that is a number.</summary>
    public long Integer(string name, long defaultValue) =>
        step.Attributes.TryGetValue(name, out string? text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : defaultValue;

    /// <summary>An attribute that is a list of numbers; null if it is not given.</summary>
    public long[]? Integers(string name) => !step.Attributes.TryGetValue(name, out string? text) ? null
        : text.Length == 0 ? []
        : Array.ConvertAll(text.Split(','), static part => long.Parse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    /// <summary>An axis from the front; null if there is no such axis.</summary>
    public static int? Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : null;
}
