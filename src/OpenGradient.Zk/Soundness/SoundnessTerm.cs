using System.Numerics;

namespace OpenGradient.Zk.Soundness;

/// <summary>What one rule adds in one part of a proof.</summary>
/// <param name="Part">The part.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Error">A bound of the probability, in units of 2^-<see cref="SoundnessLedger.UnitBits"/>, rounded up.</param>
internal sealed record SoundnessTerm(string Part, SoundnessRule Rule, BigInteger Error)
{
    /// <summary>The largest whole number of hundredths b with error ≤ 2^-b.</summary>
    public int CentiBits => SoundnessLedger.CentiBitsOf(Error);
}
