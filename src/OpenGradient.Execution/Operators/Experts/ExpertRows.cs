namespace OpenGradient.Execution.Operators;

/// <summary>The rows that an expert is to read.</summary>
internal static class ExpertRows
{
    /// <summary>Copies some rows of x one behind the other.</summary>
    public static void Collect<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> rows, Span<T> chosen)
    {
        int width = chosen.Length / rows.Length;
        for (int i = 0; i < rows.Length; i++)
            x.Slice(rows[i] * width, width).CopyTo(chosen[(i * width)..]);
    }
}
