using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="PickStep"/>.</summary>
internal static class PickWitness
{
    /// <summary>Of a weight, only what is picked is read.</summary>
    public static long[] Run(CoreWitness witness, PickStep step)
    {
        PlacementStep placement = step.With(witness.Value(step.Indices));
        if (witness.Circuit.Values[step.X].Role != ValueRole.Weight)
            return placement.Place(witness.Value);
        WeightElements weight = witness.Weight(step.X);
        return Array.ConvertAll(placement.Parts[0].Sources(), place => weight[place]);
    }
}
