namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = min(x, c) or max(x, c), c a public constant that is broadcast, or a value of the same shape: half of x + c - d or x + c + d, d = |x - c| in limbs.</summary>
internal sealed record LimitStep(int X, int Bound, bool IsMax, Limbs Difference, int Output) : CircuitStep(Output)
{
    public override string Name => "Limit";
}
