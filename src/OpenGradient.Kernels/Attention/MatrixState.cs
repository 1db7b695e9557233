namespace OpenGradient.Kernels;

/// <summary>Reads and writes the matrix that linear attention remembers.</summary>
/// <remarks>
/// Shapes: matrix [keyDim, valueDim], key [keyDim], row [valueDim]. Order: read: acc = fma(key[d], matrix[d, m], acc) from +0, d ascending; write:
/// matrix[d, m] = fma(key[d], row[m], matrix[d, m]). NaNs leave in the one form. Aliasing: none.
/// </remarks>
internal static class MatrixState
{
    /// <summary>row[m] = Σ_d key[d] · matrix[d, m].</summary>
    public static void Read(ReadOnlySpan<float> matrix, ReadOnlySpan<float> key, Span<float> row)
    {
        row.Clear();
        for (int d = 0; d < key.Length; d++)
        {
            ReadOnlySpan<float> own = matrix.Slice(d * row.Length, row.Length);
            for (int m = 0; m < row.Length; m++)
                row[m] = MathF.FusedMultiplyAdd(key[d], own[m], row[m]);
        }

        foreach (ref float sum in row)
            sum = CanonicalNaN.Of(sum);
    }

    /// <summary>matrix[d, m] = matrix[d, m] + key[d] · row[m], rounded once.</summary>
    public static void Write(Span<float> matrix, ReadOnlySpan<float> key, ReadOnlySpan<float> row)
    {
        for (int d = 0; d < key.Length; d++)
        {
            Span<float> own = matrix.Slice(d * row.Length, row.Length);
            for (int m = 0; m < row.Length; m++)
                own[m] = CanonicalNaN.Of(MathF.FusedMultiplyAdd(key[d], row[m], own[m]));
        }
    }
}
