using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>CosineWindow</c>: an element from the size.</summary>
internal sealed class CosineWindowJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Float32, [checked((int)step.Integers(0)[0])]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => new(() => ElementBits.Of(CosineWindow.Of(step.Attributes).At(element, step.Integers(0)[0])));
}
