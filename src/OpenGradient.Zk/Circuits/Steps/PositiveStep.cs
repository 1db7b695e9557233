namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = 1 where x is above 0, otherwise 0; x - 1 or -x, whichever is not negative, is pinned by limbs.</summary>
internal sealed record PositiveStep(int X, Limbs Distance, int Output) : CircuitStep(Output)
{
    public override string Name => "Positive";
}
