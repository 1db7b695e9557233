using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Shape</c>: the dimensions of the input, which are agreed; nothing is read.</summary>
internal sealed class ShapeJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Int64, [Range(step).Count]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) =>
        new(() => (ulong)step.Input(0).Shape[Range(step).First + element]);

    private static (int First, int Count) Range(JudgedStep step)
    {
        int rank = step.Input(0).Shape.Length;
        int start = step.Attributes.Integer("start", 0);
        int end = step.Attributes.Integer("end", int.MaxValue);
        int first = Math.Clamp(start < 0 ? start + rank : start, 0, rank);
        return (first, Math.Clamp(end < 0 ? end + rank : end, first, rank) - first);
    }
}
