namespace OpenGradient.Kernels;

/// <summary>The determinant by elimination with row exchanges, in binary64, each written operation rounded once.</summary>
internal static class Determinant
{
    /// <summary>
    /// Column by column: the pivot is the largest by absolute value from the diagonal down, of equals the first; its row is exchanged with that of the diagonal, which
    /// negates the sign; each row below takes fma(-(a/pivot), pivot row, row). The result is sign · diagonal elements, multiplied in order; 0 at a pivot of 0.
    /// </summary>
    /// <param name="a">[n, n]; left undefined.</param>
    /// <param name="n">Rows.</param>
    /// <param name="workers">Whether to stop.</param>
    public static double Of(Span<double> a, int n, Workers workers)
    {
        double product = 1;
        for (int column = 0; column < n && !workers.IsCancelled; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                if (Math.Abs(a[(row * n) + column]) > Math.Abs(a[(pivot * n) + column]))
                    pivot = row;
            }

            Span<double> upper = a.Slice(column * n, n);
            if (pivot != column)
            {
                product = -product;
                for (int k = column; k < n; k++)
                    (upper[k], a[(pivot * n) + k]) = (a[(pivot * n) + k], upper[k]);
            }

            if (upper[column] == 0)
                return 0;
            product *= upper[column];
            for (int row = column + 1; row < n; row++)
            {
                Span<double> lower = a.Slice(row * n, n);
                double factor = -(lower[column] / upper[column]);
                for (int k = column + 1; k < n; k++)
                    lower[k] = Math.FusedMultiplyAdd(factor, upper[k], lower[k]);
            }
        }

        return product;
    }
}
