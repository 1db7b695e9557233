using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y[n, m, p] = Σ x[n, c, places of the window p] W[m, c, taps] + b[m]; <paramref name="Bias"/> is -1 where there is none.</summary>
/// <param name="X">[n, c, axes of the plane].</param>
/// <param name="Weights">[m, c / groups, taps of each axis].</param>
/// <param name="Bias">[m], a public constant.</param>
/// <param name="GroupCount">Into as many equal parts are the channels of x and y divided.</param>
/// <param name="Axes">Of the plane.</param>
/// <param name="Output">[n, m, places of each axis].</param>
internal sealed record ConvStep(int X, int Weights, int Bias, int GroupCount, ImmutableArray<WindowAxis> Axes, int Output) : CircuitStep(Output)
{
    public override string Name => "Conv";
}
