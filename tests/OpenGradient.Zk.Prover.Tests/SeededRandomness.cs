using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>The same numbers in every run; or none at all.</summary>
/// <param name="seed">Null for zeros only: what hides is left out.</param>
/// <param name="leftOut">The draw that gives zeros nevertheless, counted from 0.</param>
internal sealed class SeededRandomness(int? seed, int leftOut = -1) : ProverRandomness
{
    private readonly Random? _random = seed is int start ? new(start) : null;
    private int _draw;

    public static SeededRandomness None => new(null);

    protected override void Fill(Span<byte> bytes)
    {
        bytes.Clear();
        if (_draw++ != leftOut)
            _random?.NextBytes(bytes);
    }
}
