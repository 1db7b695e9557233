using System.Collections.Immutable;

namespace OpenGradient.Zk.Commitments;

/// <summary>How rows of one length or of several become one that is short enough to be sent; proof-1 section 7.</summary>
/// <param name="LogRowElements">Of the longest rows.</param>
/// <param name="LogFactors">By which factor each fold shortens what there is.</param>
internal sealed record FoldingSchedule(int LogRowElements, ImmutableArray<int> LogFactors)
{
    /// <summary>A row of so many elements is sent: a tree of its fibres would be larger.</summary>
    public const int LogClearElements = 10;

    private const int LogLargestFactor = 3;

    /// <summary>Of the row that is sent.</summary>
    public int LogLastElements => LogRowElements - LogFactors.Sum();

    /// <summary>Of what is sent at the end: the row, and what is left of the random coefficients of rows that are hidden, at least one.</summary>
    public CommitmentShape LastShape(ImmutableArray<CommitmentShape> shapes) => new(LogRowCount: 0, LogLastElements, shapes[0].LogInverseRate)
    {
        LogBlindElements = shapes.Max(shape => shape.LogBlindElements is int blind ? Math.Max(0, blind - (shape.LogRowElements - LogLastElements)) : (int?)null),
    };

    /// <param name="shapes">At least one.</param>
    public static FoldingSchedule Of(params ImmutableArray<CommitmentShape> shapes)
    {
        int[] lengths = [.. shapes.Select(static shape => shape.LogRowElements).Distinct().OrderDescending()];
        var factors = ImmutableArray.CreateBuilder<int>();
        int joined = 1;
        for (int variables = lengths[0]; joined < lengths.Length || variables > LogClearElements;)
        {
            int next = joined < lengths.Length ? lengths[joined] : 0;
            factors.Add(Math.Min(LogLargestFactor, variables - next));
            variables -= factors[^1];
            joined += joined < lengths.Length && variables == next ? 1 : 0;
        }

        return new(lengths[0], factors.ToImmutable());
    }
}
