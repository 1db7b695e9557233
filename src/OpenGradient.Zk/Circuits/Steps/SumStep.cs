namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = x + c or x - c, with broadcasting.</summary>
internal sealed record SumStep(int Left, int Right, bool IsDifference, int Output) : CircuitStep(Output)
{
    public override string Name => "Sum";
}
