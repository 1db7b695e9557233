using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits;

/// <summary>A step of the core, ready to be proved: what it reads, and which columns pin what it makes.</summary>
/// <param name="Output">The value that it makes.</param>
internal abstract record CircuitStep(int Output);

/// <summary>The same cells, in the same order, in other axes.</summary>
internal sealed record ReshapeStep(int X, int Output) : CircuitStep(Output);

/// <summary>y[r, i] = Σ x[r, k] W[i, k] + b[i]; <paramref name="Bias"/> is -1 where there is none.</summary>
internal sealed record LinearStep(int X, int Weights, int Bias, int Output) : CircuitStep(Output);

/// <summary>y = T[q] or q, x · M + 2^(shift-1) = q · 2^shift + remainder.</summary>
/// <param name="X">i64.</param>
/// <param name="Factors">M, a public constant.</param>
/// <param name="Axis">Of x along which M has elements; -1 where it has one.</param>
/// <param name="Shift">16 or 32.</param>
/// <param name="Table">The number of T, from 1; 0 for none.</param>
/// <param name="Quotient">The column q with a table; -1 without.</param>
/// <param name="QuotientLimbs">q + 2^(b-1) without a table; no limbs with one.</param>
/// <param name="Remainder">The remainder.</param>
/// <param name="Output">y, a column with a table and virtual without.</param>
internal sealed record ScaleStep(int X, int Factors, int Axis, int Shift, int Table, int Quotient, Limbs QuotientLimbs, Limbs Remainder, int Output) : CircuitStep(Output);

/// <summary>y = min(x, c) or max(x, c), c a public constant that is broadcast, or a value of the same shape; the difference of the two is pinned by limbs.</summary>
internal sealed record LimitStep(int X, int Bound, bool IsMax, Limbs Difference, int Output) : CircuitStep(Output);

/// <summary>y = x + c or x - c, with broadcasting.</summary>
internal sealed record SumStep(int Left, int Right, bool IsDifference, int Output) : CircuitStep(Output);

/// <summary>Axis i of y is axis <paramref name="Order"/>[i] of x.</summary>
internal sealed record TransposeStep(int X, ImmutableArray<int> Order, int Output) : CircuitStep(Output);

/// <summary>One tap of a window that moves along one axis of x; where the tap is outside, y is <paramref name="Fill"/>.</summary>
internal sealed record TapStep(int X, int Axis, WindowAxis Window, long Fill, int Output) : CircuitStep(Output);

/// <summary>y[n, m, p] = Σ x[n, c, places of the window p] W[m, c, taps] + b[m]; <paramref name="Bias"/> is -1 where there is none.</summary>
/// <param name="X">[n, c, axes of the plane].</param>
/// <param name="Weights">[m, c / groups, taps of each axis].</param>
/// <param name="Bias">[m], a public constant.</param>
/// <param name="GroupCount">Into as many equal parts are the channels of x and y divided.</param>
/// <param name="Axes">Of the plane.</param>
/// <param name="Output">[n, m, places of each axis].</param>
internal sealed record ConvStep(int X, int Weights, int Bias, int GroupCount, ImmutableArray<WindowAxis> Axes, int Output) : CircuitStep(Output);
