namespace OpenGradient.Execution.Disputes;

/// <summary>Places of which something holds, counted from the first on.</summary>
internal static class SelectedPlace
{
    /// <summary>How many there are.</summary>
    public static Derivation Count(long length, Func<long, bool> holds) =>
        new([Phase.Words(length, 0, (at, _, count) => count + (holds(at) ? 1UL : 0))], static results => results[0]);

    /// <summary>The one of a rank: a lane counts, another takes the place when the count comes there.</summary>
    public static Phase Find(long length, long rank, Func<long, bool> holds) => new(
        length,
        [0, 0],
        (at, _, lanes) =>
        {
            if (!holds(at))
                return;
            if (lanes[0] == (ulong)rank)
                lanes[1] = (ulong)at;
            lanes[0]++;
        },
        static lanes => lanes[1]);

    /// <summary>Type and shape by way of the dimension.</summary>
    public static ValueHeader InferBySize(this ISizeJudge judge, JudgedStep step, int output)
    {
        Derivation size = judge.DeriveSize(step, output);
        return judge.Header(step, output, size.Advance(size.Start(), 0, size.Length)[0]);
    }
}
