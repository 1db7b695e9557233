namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>A column of bits with one 1 in each row along an axis. Which cell it marks, other steps pin, unless it is the one that indices name.</summary>
/// <param name="Source">What the prover chooses by: x, or the indices.</param>
/// <param name="Axis">Of the column.</param>
/// <param name="Kind">How it chooses.</param>
/// <param name="Output">The column.</param>
internal sealed record ChoiceStep(int Source, int Axis, ChoiceKind Kind, int Output) : CircuitStep(Output)
{
    public override string Name => "Choice";
}
