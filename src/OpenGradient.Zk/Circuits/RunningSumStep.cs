namespace OpenGradient.Zk.Circuits;

/// <summary>y(i) = Σ x(c) along an axis, over the cells c before i, or with <paramref name="IsReversed"/> behind it.</summary>
/// <param name="X">x.</param>
/// <param name="Axis">The axis.</param>
/// <param name="IsExclusive">Whether i itself is left out.</param>
/// <param name="IsReversed">Whether the sum runs from the end.</param>
/// <param name="Output">y.</param>
internal sealed record RunningSumStep(int X, int Axis, bool IsExclusive, bool IsReversed, int Output) : CircuitStep(Output)
{
    /// <summary>The sums along rows of a length, for numbers of any kind.</summary>
    public T[] Run<T>(T[] row, T zero, Func<T, T, T> add)
    {
        var sums = new T[row.Length];
        T sum = zero;
        for (int step = 0; step < row.Length; step++)
        {
            int cell = IsReversed ? row.Length - 1 - step : step;
            T before = sum;
            sum = add(sum, row[cell]);
            sums[cell] = IsExclusive ? before : sum;
        }

        return sums;
    }

    /// <summary>The same from the other end: the sum that a weight of y becomes as a weight of x.</summary>
    public RunningSumStep Turned() => this with { IsReversed = !IsReversed };
}
