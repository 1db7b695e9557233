using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="ProductStep"/> and <see cref="FactorStep"/>.</summary>
internal static class ProductWitness
{
    public static long[] Run(CoreWitness witness, ProductStep step) => Multiply(witness, step.Left, step.Right, step.Output);

    public static long[] Run(CoreWitness witness, FactorStep step) => Multiply(witness, step.X, step.Factors, step.Output);

    private static long[] Multiply(CoreWitness witness, int left, int right, int output)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[output].Shape;
        (long[] x, long[] y) = (witness.Broadcast(left, shape), witness.Broadcast(right, shape));
        long[] products = GC.AllocateUninitializedArray<long>(x.Length);
        Halves.OfCells(x.Length, (first, end) =>
        {
            for (int cell = first; cell < end; cell++)
                products[cell] = x[cell] * y[cell];
        });
        return products;
    }
}
