using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Codes;

/// <summary>Powers of roots of unity, those that a transform needs for one level side by side.</summary>
internal static class RootTable
{
    /// <summary>Entry half + offset is ω^offset, offset below half, ω being of order 2 half; for every half below 2^<paramref name="logLength"/>.</summary>
    public static Goldilocks[] Of(int logLength)
    {
        var table = new Goldilocks[1 << logLength];
        for (int level = 1; level <= logLength; level++)
            Fill(table, 1 << (level - 1), 1 << (level - 1), Goldilocks.RootOfUnity(level));
        return table;
    }

    /// <summary>1, x, x², …, a power of two of them.</summary>
    public static Goldilocks[] Powers(Goldilocks x, int count)
    {
        var table = new Goldilocks[count];
        Fill(table, 0, count, x);
        return table;
    }

    private static void Fill(Goldilocks[] table, int start, int length, Goldilocks power)
    {
        table[start] = Goldilocks.One;
        for (int count = 1; count < length; count *= 2, power *= power) // power is x^count
        {
            ScaleKernel kernel = new(table, start, count, power);
            LaneRange.Run(ref kernel, count);
        }
    }
}
