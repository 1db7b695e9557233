namespace OpenGradient.Execution.Operators;

/// <summary>Which matrices of two broadcast batches meet.</summary>
internal sealed class BatchWalk(int[] batch, int[] left, int[] right)
{
    /// <summary>The matrices behind number <paramref name="index"/> of the batch, row-major.</summary>
    public (int Left, int Right) At(int index)
    {
        int leftMatrix = 0;
        int rightMatrix = 0;
        int leftStep = 1;
        int rightStep = 1;
        for (int axis = batch.Length - 1; axis >= 0; axis--)
        {
            int position = index % batch[axis];
            index /= batch[axis];
            Advance(left, axis - batch.Length + left.Length, position, ref leftMatrix, ref leftStep);
            Advance(right, axis - batch.Length + right.Length, position, ref rightMatrix, ref rightStep);
        }

        return (leftMatrix, rightMatrix);
    }

    private static void Advance(int[] shape, int axis, int position, ref int matrix, ref int step)
    {
        if (axis < 0 || shape[axis] == 1)
            return;
        matrix += position * step;
        step *= shape[axis];
    }
}
