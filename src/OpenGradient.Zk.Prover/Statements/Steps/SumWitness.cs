using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="SumStep"/>.</summary>
internal static class SumWitness
{
    public static long[] Run(CoreWitness witness, SumStep step)
    {
        ImmutableArray<long> shape = witness.Circuit.Values[step.Output].Shape;
        return [.. witness.Broadcast(step.Left, shape).Zip(witness.Broadcast(step.Right, shape), (x, y) => step.IsDifference ? x - y : x + y)];
    }
}
