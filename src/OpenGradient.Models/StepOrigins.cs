using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Models;

/// <summary>What in a model's file each step of a Program comes from, so that a refusal names what its author knows.</summary>
public sealed class StepOrigins
{
    private readonly ImmutableArray<string?> _names;

    internal StepOrigins(ImmutableArray<string?> names) => _names = names;

    /// <summary>Of a Program whose file names no nodes.</summary>
    public static StepOrigins Unknown { get; } = new([]);

    /// <summary>The node, <c>node 'fc1' (Gemm)</c>, or for a step without one <c>step 3 (Linear)</c>.</summary>
    public string Describe(int step, string operatorName) => Of(step) ?? Place(step, operatorName);

    /// <summary>The node that a step comes from; null if none is known.</summary>
    public string? Of(int step) => step >= 0 && step < _names.Length ? _names[step] : null;

    /// <summary>The same refusal, its step named by the node; itself if it is not about a step that comes from one.</summary>
    public InvalidInputException Explain(InvalidInputException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        if (StepOf(refusal.Subject) is not { } step || Of(step) is not { } node)
            return refusal;
        bool isNamed = refusal.Message.StartsWith(refusal.Subject, StringComparison.OrdinalIgnoreCase);
        string what = isNamed ? refusal.Message[refusal.Subject.Length..].TrimStart(':', ' ') : $"as {refusal.Subject}: {refusal.Message}";
        return new InvalidInputException(refusal.Kind, node, $"{node}: {what}", refusal);
    }

    private static string Place(int step, string operatorName) => string.Create(CultureInfo.InvariantCulture, $"step {step} ({operatorName})");

    /// <summary>The number in <c>step 3 (Linear)</c>; null for other subjects.</summary>
    private static int? StepOf(string subject)
    {
        string[] parts = subject.Split(' ');
        return parts is ["step", var number, _] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : null;
    }
}
