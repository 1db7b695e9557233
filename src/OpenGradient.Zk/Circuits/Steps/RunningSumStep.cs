namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y(i) = Σ x(c) along an axis, over the cells c before i, or behind it.</summary>
/// <param name="X">x.</param>
/// <param name="Axis">The axis.</param>
/// <param name="IsBehind">Whether it is the cells behind.</param>
/// <param name="Output">y.</param>
internal sealed record RunningSumStep(int X, int Axis, bool IsBehind, int Output) : CircuitStep(Output)
{
    public override string Name => "RunningSum";

    /// <summary>The sums along a row, of numbers of any kind.</summary>
    public static T[] Sums<T>(T[] row, bool isBehind, Func<T, T, T> add)
        where T : struct
    {
        var sums = new T[row.Length];
        T sum = default;
        for (int step = 0; step < row.Length; step++)
        {
            int cell = isBehind ? row.Length - 1 - step : step;
            sums[cell] = sum;
            sum = add(sum, row[cell]);
        }

        return sums;
    }
}
