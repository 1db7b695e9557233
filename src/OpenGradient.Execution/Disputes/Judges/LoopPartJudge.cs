using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What <c>Loop</c> gives for a part: the parts of all iterations, of which one is read.</summary>
/// <param name="part">Which part.</param>
/// <param name="iterationCount">How often the loop ran.</param>
internal sealed class LoopPartJudge(int part, int iterationCount) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        if (iterationCount > 0)
            return new ValueHeader(step.Input(0).Type, [iterationCount, .. Shapes.ToImmutable(step.Input(0).Shape)]);
        int[] shape = step.Attributes.Integers($"shape{part}") ?? [];
        return new ValueHeader(step.Attributes.Type($"type{part}", ElementType.Float32), [0, .. Shapes.ToImmutable(shape)]);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => new(() => step.Input(0).Bits(element % step.Input(0).Count));
}
