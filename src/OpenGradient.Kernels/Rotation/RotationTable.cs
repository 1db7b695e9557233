namespace OpenGradient.Kernels;

/// <summary>Cosines and sines of rotary position embedding, by position and pair.</summary>
/// <remarks>
/// <code>
/// frequency_i = exp2(-((2i / dimensions) · log2(base)))  / factor_i      binary64, each operation rounded once; scaled: RotaryScaling
/// cos, sin    = of position · frequency_i, · magnitude                    binary64, then rounded to binary32
/// </code>
/// Grows as positions are asked for; what is there never changes. Source: Su et al., RoFormer, 2021.
/// </remarks>
internal sealed class RotationTable
{
    /// <summary>Positions must be below this, so that the reduction of angles is exact.</summary>
    public const int PositionLimit = 1 << 19;

    private const int LeastPositions = 64;

    private readonly double[] _frequencies; // [pairs]
    private readonly double _magnitude;
    private readonly Lock _growing = new();
    private volatile float[] _table = []; // [positions, pairs, 2]: cosine, sine

    /// <param name="dimensions">How many elements of a head are rotated; even.</param>
    /// <param name="frequencyBase">The base of the frequencies, usually 10,000.</param>
    /// <param name="factors">What each frequency is divided by; empty for 1.</param>
    /// <param name="scaling">How frequencies are stretched for longer texts.</param>
    public RotationTable(int dimensions, float frequencyBase, ReadOnlySpan<float> factors, RotaryScaling scaling)
    {
        double log2OfBase = Binary64Functions.Log2(frequencyBase);
        _frequencies = new double[dimensions / 2];
        for (int i = 0; i < _frequencies.Length; i++)
        {
            double frequency = Binary64Functions.Exp2(-((double)(2 * i) / dimensions * log2OfBase));
            frequency = factors.IsEmpty ? frequency : frequency / factors[i];
            _frequencies[i] = scaling.Scale(frequency, i, dimensions, log2OfBase);
        }

        _magnitude = scaling.WholeMagnitude;
    }

    /// <summary>The pairs of one position: cosine, sine, cosine, sine, …</summary>
    public ReadOnlySpan<float> At(int position)
    {
        int rowElements = 2 * _frequencies.Length;
        float[] table = _table;
        if ((position + 1) * (long)rowElements > table.Length)
            table = Grow(position, rowElements);
        return table.AsSpan(position * rowElements, rowElements);
    }

    private float[] Grow(int position, int rowElements)
    {
        lock (_growing)
        {
            int known = _table.Length / rowElements;
            if (position < known)
                return _table;
            int count = Math.Max(LeastPositions, Math.Max(position + 1, 2 * known));
            float[] table = new float[checked(count * rowElements)];
            _table.CopyTo(table, 0);
            for (int row = known; row < count; row++)
                Fill(row, table.AsSpan(row * rowElements, rowElements));
            _table = table;
            return table;
        }
    }

    private void Fill(int position, Span<float> row)
    {
        for (int i = 0; i < _frequencies.Length; i++)
        {
            (double sin, double cos) = Binary64Functions.SinCos(position * _frequencies[i]);
            row[2 * i] = (float)(cos * _magnitude);
            row[(2 * i) + 1] = (float)(sin * _magnitude);
        }
    }
}
