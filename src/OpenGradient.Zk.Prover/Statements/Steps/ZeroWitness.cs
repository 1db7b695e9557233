using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="ZeroStep"/>.</summary>
internal static class ZeroWitness
{
    public static long[] Run(CoreWitness witness, ZeroStep step)
    {
        long[] x = witness.Value(step.X);
        witness.SetColumn(step.Inverse, Array.ConvertAll(x, static number => Signed(Goldilocks.From(number).Inverse())));
        return witness.SetColumn(witness.Circuit.Values[step.Output].Column, Array.ConvertAll(x, static number => number == 0 ? 1L : 0));
    }

    /// <summary>The integer of the least size that stands for an element: columns hold integers.</summary>
    private static long Signed(Goldilocks element) => element.Value <= long.MaxValue ? (long)element.Value : -(long)(Goldilocks.Zero - element).Value;
}
