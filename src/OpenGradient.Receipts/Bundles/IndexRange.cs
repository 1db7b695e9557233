namespace OpenGradient.Receipts;

/// <summary>Some indices in a row.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last; not below the first.</param>
public readonly record struct IndexRange(long First, long Last)
{
    /// <summary>Whether any index of <paramref name="other"/> is among these.</summary>
    public bool Meets(IndexRange other) => First <= other.Last && other.First <= Last;

    /// <inheritdoc/>
    public override string ToString() => First == Last ? $"{First}" : $"{First}..{Last}";
}
