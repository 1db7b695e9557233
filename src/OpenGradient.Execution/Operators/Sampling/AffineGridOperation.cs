using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The places that affine maps give the elements of an image. Inputs: theta [n, 2, 3] or [n, 3, 4], size [n, c, (d,) h, w].</summary>
internal sealed class AffineGridOperation(bool alignsCorners) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("AffineGrid", 2, 2, 1, static binding => new AffineGridOperation(binding.Attributes.Flag("align_corners", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value theta = run.Input(0, ElementType.Float32);
        long[] size = run.Integers(1);
        int axes = size.Length - 2;
        bool fits = axes is 2 or 3 && theta.Rank == 3 && theta.Shape[0] == size[0] && theta.Shape[1] == axes && theta.Shape[2] == axes + 1;
        if (!fits)
            throw run.Error($"theta {Interpreter.Shapes.Describe(theta.Shape)} does not fit the size [{string.Join(',', size)}]");
        int[] spatial = Array.ConvertAll(size[2..], run.Dimension);
        Value y = run.Output(0, ElementType.Float32, [theta.Shape[0], .. spatial, axes]);
        int places = y.ElementCount == 0 ? 0 : y.ElementCount / theta.Shape[0] / axes;
        Span<float> point = stackalloc float[4];
        for (int place = 0; place < theta.Shape[0] * places; place++)
        {
            int rest = place % places;
            for (int axis = axes - 1; axis >= 0; axis--)
            {
                point[axes - 1 - axis] = Coordinate(rest % spatial[axis], spatial[axis], alignsCorners);
                rest /= spatial[axis];
            }

            point[axes] = 1f;
            for (int row = 0; row < axes; row++)
                y.Floats[(place * axes) + row] = Dot(theta.Floats.Slice(((place / places * axes) + row) * (axes + 1), axes + 1), point);
        }
    }

    /// <summary>The place of an index along an axis, from -1 to 1.</summary>
    public static float Coordinate(int index, int size, bool alignsCorners) =>
        alignsCorners ? size == 1 ? 0f : (float)(-1 + (2.0 * index / (size - 1))) : (float)(-1 + (((2.0 * index) + 1) / size));

    /// <summary>A row of theta on a point.</summary>
    public static float Dot(ReadOnlySpan<float> row, ReadOnlySpan<float> point)
    {
        float sum = 0f;
        for (int k = 0; k < row.Length; k++)
            sum = MathF.FusedMultiplyAdd(row[k], point[k], sum);
        return CanonicalNaN.Of(sum);
    }
}
