namespace OpenGradient.Execution.Disputes;

/// <summary>Where in a text, and in a language model, the first difference of a dispute is.</summary>
/// <param name="Position">The position: how many tokens stand before.</param>
/// <param name="Layer">How many traced outputs (blocks of the model) come before the step.</param>
/// <param name="LayerCount">How many there are.</param>
public sealed record TextPlace(int Position, int Layer, int LayerCount)
{
    private const int SegmentPositions = 32;

    /// <summary>The segment of 32 positions; its leaves lie under one node of the trace that a receipt binds.</summary>
    public int Segment => Position / SegmentPositions;

    /// <summary>The first position of the segment.</summary>
    public int SegmentStart => Segment * SegmentPositions;
}
