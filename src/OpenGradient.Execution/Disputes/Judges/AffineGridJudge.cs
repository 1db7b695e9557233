using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>AffineGrid</c>: a row of the matrix on the coordinates of a place.</summary>
internal sealed class AffineGridJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        long[] size = step.Integers(1);
        return new ValueHeader(step.Input(0).Type, [size[0], .. size[2..], size.Length - 2]);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        int[] spatial = [.. step.Integers(1)[2..].Select(static size => checked((int)size))];
        bool alignsCorners = step.Attributes.Flag("align_corners", false);
        (long place, long row) = Math.DivRem(element, spatial.Length);
        long places = spatial.Aggregate(1L, static (product, size) => product * size);
        float[] point = [.. Position.Index(spatial, place % places).Select((at, axis) => AffineGridOperation.Coordinate(at, spatial[axis], alignsCorners)).Reverse(), 1f];
        long first = ((place / places * spatial.Length) + row) * point.Length;
        return new Derivation(() => ElementBits.Of(AffineGridOperation.Dot([.. point.Select((_, k) => step.Input(0).Float(first + k))], point)));
    }
}
