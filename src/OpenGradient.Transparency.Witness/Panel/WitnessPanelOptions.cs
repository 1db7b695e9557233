namespace OpenGradient.Transparency.Witness;

/// <summary>How long a log waits for its witnesses.</summary>
public sealed class WitnessPanelOptions
{
    /// <summary>The longest that a checkpoint waits for a quorum before it is published without one.</summary>
    /// <value>1 s: then a receipt's proof is there in 1.5 s even while witnesses are silent.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much longer, once there is a quorum, it waits for the others.</summary>
    /// <value>50 ms.</value>
    public TimeSpan Courtesy { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>For how long a witness that failed is left alone; doubled with each failure up to <see cref="LongestRest"/>.</summary>
    /// <value>250 ms.</value>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that a witness is left alone.</summary>
    /// <value>15 s.</value>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromSeconds(15);
}
