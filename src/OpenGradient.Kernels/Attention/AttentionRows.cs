namespace OpenGradient.Kernels;

/// <summary>The steps of attention for a block of query rows of one head: scores, weights, mixture.</summary>
/// <remarks>
/// <para><b>Computes</b> s_ij = dot(q_i, k_j) · scale; s = cap · tanh(s / cap); p_i = softmax of s_i; y_i = Σ_j p_ij · v_j.</para>
/// <para><b>Shapes</b> q: [rows, headDim], rows a step apart; panels: <see cref="AttentionPanels"/>; scores: [rows, positions] contiguous.</para>
/// <para>
/// <b>Order</b> dot: acc = fma(q_d, k_jd, acc) from +0, d ascending. Softmax: <see cref="SoftmaxKernel"/>. Mixture: acc = fma(p_ij, v_jd, acc)
/// from +0, j ascending. Rows do not meet, so how they are cut into blocks cannot matter.
/// </para>
/// <para><b>Special values</b> a row that is -∞ throughout has, unless it is asked to be NaN, the weights +0. NaNs leave in the one form.</para>
/// <para><b>Aliasing</b> none.</para>
/// <para><b>Source</b> Vaswani et al., Attention Is All You Need, 2017.</para>
/// </remarks>
internal static class AttentionRows
{
    /// <summary>How many query rows to take at once: enough to share the panels, few enough to stay in a cache.</summary>
    public static int BlockRows(int rowCount, int positionCount) =>
        Math.Clamp(CacheElements / Math.Max(1, positionCount), 1, Math.Max(1, rowCount));

    /// <summary>scores = q · keysᵀ.</summary>
    public static void Score(ReadOnlySpan<float> query, int rowStep, int rowCount, int headDim, ReadOnlySpan<float> keys, int positionCount, Span<float> scores)
    {
        var shape = new ProductShape(rowCount, headDim, positionCount, headDim * 16, 16, positionCount);
        Products.Multiply(shape, query, rowStep, keys, scores);
    }

    /// <summary>scores = scores · scale.</summary>
    public static void Scale(float scale, Span<float> scores)
    {
        if (scale != 1f)
            Elementwise.Map(default(Mul), scores, new ReadOnlySpan<float>(in scale), scores);
    }

    /// <summary>scores = scores / divisor.</summary>
    public static void Divide(float divisor, Span<float> scores) => Elementwise.Map(default(Div), scores, new ReadOnlySpan<float>(in divisor), scores);

    /// <summary>scores = cap · tanh(scores / cap).</summary>
    public static void Cap(float cap, Span<float> scores)
    {
        Elementwise.Map(default(Div), scores, new ReadOnlySpan<float>(in cap), scores);
        Elementwise.Map(default(Tanh), scores, scores);
        Elementwise.Map(default(Mul), scores, new ReadOnlySpan<float>(in cap), scores);
    }

    /// <summary>Each row of scores becomes its softmax; without positions nothing is done.</summary>
    public static void Weigh(Span<float> scores, int positionCount, bool emptyRowsAreNaN)
    {
        for (int start = 0; positionCount > 0 && start < scores.Length; start += positionCount)
        {
            Span<float> row = scores.Slice(start, positionCount);
            bool isEmpty = !emptyRowsAreNaN && float.IsNegativeInfinity(row[0]) && !row.ContainsAnyExcept(float.NegativeInfinity);
            if (isEmpty)
                row.Clear();
            else
                Normalizations.Softmax(row, positionCount, row);
        }
    }

    /// <summary>y = weights · values.</summary>
    public static void Mix(ReadOnlySpan<float> weights, int rowCount, int positionCount, ReadOnlySpan<float> values, int headDim, Span<float> y, int rowStep)
    {
        var shape = new ProductShape(rowCount, positionCount, headDim, positionCount * 16, 16, rowStep);
        Products.Multiply(shape, weights, positionCount, values, y);
    }

    private const int CacheElements = 1 << 16;
}
