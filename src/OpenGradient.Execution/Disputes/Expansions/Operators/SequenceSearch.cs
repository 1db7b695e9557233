namespace OpenGradient.Execution.Disputes;

/// <summary>What <c>TfIdf</c> looks for, and where: inputs x, counts, indexes, pool.</summary>
internal sealed class SequenceSearch
{
    private readonly JudgedStep _step;
    private readonly long[] _begins; // of the sequences of each length, and last the end of the pool

    public SequenceSearch(JudgedStep step)
    {
        _step = step;
        Least = step.Attributes.Integer("min_gram", 1);
        int length = step.Input(0).Shape[^1];
        Shape = [Math.Min(step.Attributes.Integer("max_skip", 0), length) + 1, length, step.Attributes.Integer("max_gram", 1) - Least + 1];
        _begins = [.. step.Integers(1), step.Input(3).Count];
    }

    /// <summary>The shortest sequence that counts.</summary>
    public int Least { get; }

    /// <summary>Of a row: distances, first numbers, lengths of sequences.</summary>
    public int[] Shape { get; }

    /// <summary>The numbers that an element of the output stands for.</summary>
    public SoughtSequence At(long element)
    {
        (long row, long within) = Math.DivRem(element, (long)Shape[0] * Shape[1] * Shape[2]);
        int[] at = Position.Index(Shape, within);
        (int distance, int gram) = (at[0] + 1, at[2] + Least);

        // Sequences of one number have no distance: they are counted once.
        bool exists = at[1] + ((gram - 1L) * distance) < Shape[1] && (gram > 1 || distance == 1);
        return new SoughtSequence(_step.Input(0), (row * Shape[1]) + at[1], distance, gram, exists);
    }

    /// <summary>The listed sequences of a length.</summary>
    public ListedSequences Listed(int length)
    {
        long before = Enumerable.Range(1, length - 1).Sum(Count);
        return new ListedSequences(_step.Input(3), _step.Input(2), _begins[length - 1], before, length, Count(length));
    }

    private long Count(int length) => (_begins[length] - _begins[length - 1]) / length;
}
