namespace OpenGradient.Conformance.Speed;

/// <summary>How fast a model goes with so many rows at once.</summary>
/// <param name="RowCount">Rows in one run.</param>
/// <param name="TokensPerSecond">Rows over the median time of a run.</param>
public sealed record RowSpeed(int RowCount, double TokensPerSecond);
