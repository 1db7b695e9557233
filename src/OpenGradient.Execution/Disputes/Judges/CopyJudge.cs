using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary>What <c>If</c>, and <c>Loop</c> for a carried value, give: a value as a body left it.</summary>
internal sealed class CopyJudge : IJudge
{
    /// <summary>The one that there is.</summary>
    public static CopyJudge Instance { get; } = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => new(() => step.Input(0).Bits(element));
}
