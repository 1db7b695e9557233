using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y: the axis of x replaced by those of indices, which are public only with the inputs: a <see cref="PlacementStep"/> whose map is known when they are.</summary>
/// <param name="X">x, a weight or any other value.</param>
/// <param name="Indices">A border input whose bounds lie within the axis, counted from both ends.</param>
/// <param name="Before">How many cells each axis before the chosen one has.</param>
/// <param name="CellCount">How many cells the axis has.</param>
/// <param name="After">How many cells each axis behind it has.</param>
/// <param name="IndexAxisCount">How many axes of y stand for those of the indices.</param>
/// <param name="Output">y.</param>
internal sealed record PickStep(int X, int Indices, ImmutableArray<long> Before, long CellCount, ImmutableArray<long> After, int IndexAxisCount, int Output) : CircuitStep(Output)
{
    public override string Name => "Pick";

    /// <summary>How many axes of y each group has.</summary>
    public int[] Groups => [.. Before.Select(static _ => 1), IndexAxisCount, .. After.Select(static _ => 1)];

    /// <summary>The placement for these elements of the indices.</summary>
    public PlacementStep With(long[] indices)
    {
        AxisMap picked = new(IndexAxisCount, 1, CellCount, [.. indices.Select(index => (int)(index < 0 ? index + CellCount : index))]);
        return new([new(X, [.. Before.Select(AxisMap.Same), picked, .. After.Select(AxisMap.Same)])], Fill: 0, Output);
    }
}
