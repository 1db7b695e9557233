using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MelWeights</c>: an element from the five numbers.</summary>
internal sealed class MelWeightsJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Float32, [(Count(step, 1) / 2) + 1, Count(step, 0)]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        int filters = Count(step, 0);
        (long bin, long filter) = Math.DivRem(element, filters);
        return new Derivation(
            () => ElementBits.Of(MelFilters.At(Count(step, 1), Count(step, 2), step.Input(3).Float(0), step.Input(4).Float(0), filters, (int)bin, (int)filter)));
    }

    private static int Count(JudgedStep step, int input) => checked((int)step.Integers(input)[0]);
}
