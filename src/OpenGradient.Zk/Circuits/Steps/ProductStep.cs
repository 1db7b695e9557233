namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = left · right, cell by cell, with broadcasting.</summary>
internal sealed record ProductStep(int Left, int Right, int Output) : CircuitStep(Output)
{
    public override string Name => "Product";
}
