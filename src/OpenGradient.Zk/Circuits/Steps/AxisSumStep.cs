using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y: the sums of x along some axes, which have one cell in y.</summary>
internal sealed record AxisSumStep(int X, ImmutableArray<int> Axes, int Output) : CircuitStep(Output)
{
    public override string Name => "AxisSum";
}
