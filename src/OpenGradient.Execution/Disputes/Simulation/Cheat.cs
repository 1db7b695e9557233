namespace OpenGradient.Execution.Disputes;

/// <summary>Where and how one runner of a simulated dispute cheats.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Step">At which step; null for a step of the run's middle that fits.</param>
/// <param name="Element">At which element; null for the first that makes a difference.</param>
/// <param name="Party">Who cheats.</param>
public sealed record Cheat(CheatKind Kind, int? Step = null, long? Element = null, Party Party = Party.A)
{
    /// <summary>At which position of a text: elements are counted from the beginning of its row. Null for all of a value.</summary>
    public int? Position { get; init; }

    /// <summary>In which iterations of the loops around the step, outermost first, joined by commas; null for some in the middle.</summary>
    public string? Iterations { get; init; }
}
