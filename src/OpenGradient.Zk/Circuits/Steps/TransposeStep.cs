using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>Axis i of y is axis <paramref name="Order"/>[i] of x.</summary>
internal sealed record TransposeStep(int X, ImmutableArray<int> Order, int Output) : CircuitStep(Output)
{
    public override string Name => "Transpose";
}
