using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OpenGradient.Execution.Disputes;

/// <summary>Which leaf of the full trace: an output of a step, in the iterations of the loops around it. No trace has two of one name.</summary>
/// <param name="Step">The step.</param>
/// <param name="Output">Which of its outputs.</param>
/// <param name="Iterations">The iterations of the loops around the step, outermost first.</param>
internal sealed record LeafName(int Step, int Output, ImmutableArray<int> Iterations) : IComparable<LeafName>
{
    /// <summary>The most loops around a step.</summary>
    private const int MaxDepth = Programs.ProgramValidator.MaxBodyDepth;

    /// <summary><c>3:0</c>; inside of loops <c>3:0@2,7</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Step}:{Output}{(Iterations.IsEmpty ? "" : "@")}{string.Join(',', Iterations)}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LeafName? name)
    {
        name = null;
        string[] halves = text.Split('@');
        string[] place = halves[0].Split(':');
        if (halves.Length > 2 || place.Length != 2 || !TryNumber(place[0], out int step) || !TryNumber(place[1], out int output))
            return false;
        var iterations = ImmutableArray.CreateBuilder<int>();
        foreach (string part in halves.Length == 2 ? halves[1].Split(',', MaxDepth + 1) : [])
        {
            if (!TryNumber(part, out int iteration))
                return false;
            iterations.Add(iteration);
        }

        name = new LeafName(step, output, iterations.DrainToImmutable());
        return name.Iterations.Length <= MaxDepth && name.ToString() == text;
    }

    /// <inheritdoc/>
    public bool Equals(LeafName? other) =>
        other is not null && Step == other.Step && Output == other.Output && Iterations.AsSpan().SequenceEqual(other.Iterations.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Step);
        hash.Add(Output);
        foreach (int iteration in Iterations)
            hash.Add(iteration);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(LeafName? other)
    {
        if (other is null)
            return 1;
        int order = (Step, Output).CompareTo((other.Step, other.Output));
        return order != 0 ? order : Iterations.AsSpan().SequenceCompareTo(other.Iterations.AsSpan());
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
