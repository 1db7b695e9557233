using OpenGradient.Zk.Circuits;

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
        for (int index = 0; index < y.Length; index++)
        {
            y[index] = step.Bias < 0 ? 0 : witness.Value(step.Bias)[index % rows];
            for (int k = 0; k < depth; k++)
                y[index] += x[(index / rows * depth) + k] * weights[(index % rows * depth) + k];
        }

        return y;
    }
}
