namespace OpenGradient.Execution.LanguageModels;

/// <summary>Sorts candidates by descending logit, equal ones by ascending token: by the bytes of the logits, the lowest first.</summary>
/// <remarks>Candidates come by ascending token and no pass turns equals around, so tokens need no pass of their own.</remarks>
internal static class CandidateOrder
{
    private const int Buckets = 256;

    /// <param name="candidates">By ascending token; afterwards in order.</param>
    /// <param name="scratch">As many places.</param>
    public static void Sort(Span<Candidate> candidates, Span<Candidate> scratch)
    {
        for (int shift = 0; shift < 32; shift += 16)
        {
            Distribute(candidates, scratch, shift);
            Distribute(scratch[..candidates.Length], candidates, shift + 8);
        }
    }

    private static void Distribute(ReadOnlySpan<Candidate> from, Span<Candidate> to, int shift)
    {
        Span<int> places = stackalloc int[Buckets];
        places.Clear();
        foreach (Candidate candidate in from)
            places[Bucket(candidate, shift)]++;
        int sum = 0;
        foreach (ref int place in places)
            (place, sum) = (sum, sum + place);
        foreach (Candidate candidate in from)
            to[places[Bucket(candidate, shift)]++] = candidate;
    }

    /// <summary>A byte of a number that grows as the logit falls; -0 counts as +0.</summary>
    private static int Bucket(Candidate candidate, int shift)
    {
        int bits = BitConverter.SingleToInt32Bits(candidate.Logit + 0f);
        uint falling = unchecked(~(uint)(bits ^ ((bits >> 31) | int.MinValue)));
        return (int)((falling >> shift) & (Buckets - 1));
    }
}
