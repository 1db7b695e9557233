using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="RootStep"/>.</summary>
internal static class RootWitness
{
    public static long[] Run(CoreWitness witness, RootStep step)
    {
        long[] squares = Array.ConvertAll(witness.Value(step.X), x => x << step.Shift);
        long[] roots = Array.ConvertAll(squares, FloorRoot);
        long[] remainders = [.. squares.Zip(roots, static (square, root) => square - (root * root))];
        witness.SetLimbs(step.Root, roots);
        witness.SetLimbs(step.Remainder, remainders);
        witness.SetLimbs(step.Rest, [.. roots.Zip(remainders, static (root, remainder) => root + root - remainder)]);
        return roots;
    }

    /// <summary>Of a number below 2^62, bit by bit.</summary>
    private static long FloorRoot(long number)
    {
        long root = 0;
        for (long bit = 1L << 30; bit > 0; bit >>= 1)
        {
            if ((root + bit) * (root + bit) <= number)
                root += bit;
        }

        return root;
    }
}
