using System.Text.RegularExpressions;

namespace OpenGradient.Conformance;

/// <summary>Why a model is refused, without the names that its nodes and values happen to have.</summary>
/// <param name="Subject">The operator, or the kind of value.</param>
/// <param name="Reason">What about it.</param>
internal readonly partial record struct OnnxRefusal(string Subject, string Reason)
{
    /// <summary>From the message of a refusal.</summary>
    public static OnnxRefusal Of(string message)
    {
        if (OfOperator().Match(message) is { Success: true } node)
            return new(node.Groups["operator"].Value, node.Groups["reason"].Value);
        if (OfValue().Match(message) is { Success: true } value)
            return new($"{value.Groups["role"].Value} of a graph", value.Groups["reason"].Value);
        return new("model", message.TrimEnd('.'));
    }

    [GeneratedRegex("""^(?:[Nn]ode '.*'|Step [0-9]+) \((?<operator>[A-Za-z0-9]+)\): (?<reason>.*?)\.?$""", RegexOptions.CultureInvariant)]
    private static partial Regex OfOperator();

    [GeneratedRegex("""^(?<role>input|output|tensor) '.*?' (?<reason>.*?)\.?$""", RegexOptions.CultureInvariant)]
    private static partial Regex OfValue();
}
