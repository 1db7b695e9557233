using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Prover.Kernels.Integers;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="LinearStep"/>.</summary>
internal static class LinearWitness
{
    public static long[] Run(CoreWitness witness, LinearStep step)
    {
        (long[] x, long[] weights) = (witness.Value(step.X), witness.Value(step.Weights));
        int depth = (int)witness.Circuit.Values[step.X].Shape[^1];
        int rows = weights.Length / depth;
        long[] y = new long[x.Length / depth * rows];
        for (int start = 0; start < y.Length && step.Bias >= 0; start += rows)
            witness.Value(step.Bias).CopyTo(y, start);
        RowProducts.Add(x, weights, depth, y);
        return y;
    }
}
