namespace OpenGradient.Cli.Compilation;

/// <summary>How far a value of the integer Program is from that of the float Program, over all calibration samples.</summary>
internal sealed class LayerError(string name, string description, string? node = null)
{
    private double _squaredError;
    private double _squaredSignal;
    private double _largestSignal;
    private long _rows;
    private long _agreeing;

    /// <summary>Which value.</summary>
    public string Name => name;

    /// <summary>What makes it.</summary>
    public string Description => description;

    /// <summary>The node of the model's file that it comes from; null for outputs.</summary>
    public string? Node => node;

    /// <summary>How many times what the samples showed the integers hold; null for outputs.</summary>
    public double? Room { get; init; }

    /// <summary>The largest difference.</summary>
    public double LargestError { get; private set; }

    /// <summary>The largest difference as a share of the largest magnitude.</summary>
    public double RelativeError => _largestSignal == 0 ? 0 : LargestError / _largestSignal;

    /// <summary>The power of the float values over that of the differences, in decibels.</summary>
    public double SignalToNoise => _squaredError == 0 ? double.PositiveInfinity : 10 * Math.Log10(_squaredSignal / _squaredError);

    /// <summary>Of all rows (along the last axis), how many have their largest element in the same place; null for rows of one element.</summary>
    public double? Agreement => _rows == 0 ? null : (double)_agreeing / _rows;

    /// <summary>Takes one pair of tensors, row-major, rows of <paramref name="rowLength"/>.</summary>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int rowLength)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)actual[i] - expected[i]);
            LargestError = Math.Max(LargestError, difference);
            _largestSignal = Math.Max(_largestSignal, Math.Abs(expected[i]));
            _squaredError += difference * difference;
            _squaredSignal += (double)expected[i] * expected[i];
        }

        for (int row = 0; rowLength > 1 && row < expected.Length; row += rowLength)
        {
            _rows++;
            if (LargestOf(expected.Slice(row, rowLength)) == LargestOf(actual.Slice(row, rowLength)))
                _agreeing++;
        }
    }

    /// <summary>The place of the largest element; the first of equals.</summary>
    public static int LargestOf(ReadOnlySpan<float> row)
    {
        int largest = 0;
        for (int i = 1; i < row.Length; i++)
        {
            if (row[i] > row[largest])
                largest = i;
        }

        return largest;
    }
}
