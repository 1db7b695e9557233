using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits;

/// <summary>A value of the Program, with what a proof needs to know of it.</summary>
/// <param name="Role">How it takes part.</param>
/// <param name="Shape">Its axes; none for a scalar.</param>
/// <param name="Bounds">Where its elements lie.</param>
/// <param name="Column">Its place among the columns of the witness or of the key; -1 if it has none.</param>
/// <param name="BoundsAxis">The axis for each of whose cells there are closer bounds; -1 for none.</param>
/// <param name="AxisBounds">These, all within <paramref name="Bounds"/>.</param>
internal sealed record CircuitValue(ValueRole Role, ImmutableArray<long> Shape, Interval Bounds, int Column = -1, int BoundsAxis = -1, ImmutableArray<CellInterval> AxisBounds = default)
{
    public long CellCount => Shape.Aggregate(1L, static (product, size) => product * size);
}
