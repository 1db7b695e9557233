namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>The same cells, in the same order, in other axes.</summary>
internal sealed record ReshapeStep(int X, int Output) : CircuitStep(Output)
{
    public override string Name => "Reshape";
}
