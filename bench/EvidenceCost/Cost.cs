namespace OpenGradient.Benchmarks.EvidenceCost;

/// <summary>What a round took.</summary>
/// <param name="Seconds">Of time, what is waited for the disk included.</param>
/// <param name="ProcessorSeconds">Of the processors, clients included.</param>
internal readonly record struct Cost(double Seconds, double ProcessorSeconds)
{
    /// <summary>Each as a multiple of what another round took.</summary>
    public Cost Over(Cost other) => new(Seconds / other.Seconds, ProcessorSeconds / other.ProcessorSeconds);
}
