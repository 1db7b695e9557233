using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>The same numbers in every run; or none at all.</summary>
internal sealed class SeededRandomness(int? seed) : ProverRandomness
{
    private readonly Random? _random = seed is int start ? new(start) : null;

    /// <summary>Zeros: what hides is left out.</summary>
    public static SeededRandomness None => new(null);

    protected override void Fill(Span<byte> bytes)
    {
        bytes.Clear();
        _random?.NextBytes(bytes);
    }
}
