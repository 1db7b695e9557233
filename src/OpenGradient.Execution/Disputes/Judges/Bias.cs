namespace OpenGradient.Execution.Disputes;

/// <summary>A bias added to a finished sum, by one rounded addition.</summary>
internal static class Bias
{
    /// <summary>The bits of sum + bias, or of the sum where the step has no bias.</summary>
    public static ulong Add(JudgedStep step, int input, long channel, float sum) =>
        ElementBits.Of(step.Has(input) ? sum + step.Input(input).Float(channel) : sum);
}
