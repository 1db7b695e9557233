using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>The part of a claim's weight that belongs to a group of neighbouring axes.</summary>
/// <param name="AxisCount">How many axes; 0 is a factor of its own.</param>
/// <param name="Cells">A number for each cell of the group, row by row.</param>
internal readonly record struct WeightFactor<TExtension>(int AxisCount, TExtension[] Cells)
    where TExtension : struct, IExtension<TExtension>;
