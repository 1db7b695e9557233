using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>NonZero</c>: the elements in turn, one term each, up to the one that is asked for; then its index along an axis.</summary>
internal sealed class NonZeroJudge : ISizeJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => this.InferBySize(step, output);

    /// <inheritdoc/>
    public Derivation DeriveSize(JudgedStep step, int output) => SelectedPlace.Count(step.Input(0).Count, at => !IsZero(step.Input(0), at));

    /// <inheritdoc/>
    public ValueHeader Header(JudgedStep step, int output, ulong size) => new(ElementType.Int64, [step.Input(0).Shape.Length, (long)size]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        (long axis, long rank) = Math.DivRem(element, step.OutputHeader.Shape[1]);
        return new Derivation(
            [SelectedPlace.Find(x.Count, rank, at => !IsZero(x, at))], results => (ulong)Position.Index(x.Shape, (long)results[0])[axis]);
    }

    /// <summary>The highest bit of a float is its sign.</summary>
    private static bool IsZero(JudgedInput x, long at) => x.Type switch
    {
        ElementType.Float32 => (x.Bits(at) & int.MaxValue) == 0,
        ElementType.Float64 => (x.Bits(at) & long.MaxValue) == 0,
        _ => x.Bits(at) == 0,
    };
}
