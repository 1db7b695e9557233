using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Codes;

/// <summary>Powers of roots of unity, those that a transform needs for one level side by side.</summary>
internal static class RootTable
{
    /// <summary>Entry half + offset is ω^offset, offset below half, ω being of order 2 half; for every half below 2^<paramref name="logLength"/>.</summary>
    public static Goldilocks[] Of(int logLength) => Of(logLength, static root => root);

    /// <summary>The same of 1 / ω.</summary>
    public static Goldilocks[] OfInverses(int logLength) => Of(logLength, static root => root.Inverse());

    private static Goldilocks[] Of(int logLength, Func<Goldilocks, Goldilocks> choose)
    {
        var table = new Goldilocks[1 << logLength];
        for (int level = 1; level <= logLength; level++)
        {
            int half = 1 << (level - 1);
            Goldilocks power = choose(Goldilocks.RootOfUnity(level)); // ω^count
            table[half] = Goldilocks.One;
            for (int count = 1; count < half; count *= 2, power *= power)
            {
                ScaleKernel kernel = new(table, half, count, power);
                LaneRange.Run(ref kernel, count);
            }
        }

        return table;
    }
}
