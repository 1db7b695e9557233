namespace OpenGradient.Zk.Commitments;

/// <summary>The places of a word that are looked at: each once, ascending.</summary>
internal static class QueryPlaces
{
    /// <summary>Where indices into a longer word stand in one of 2^<paramref name="logLength"/> elements.</summary>
    public static int[] In(int logLength, ReadOnlySpan<int> indices) => [.. indices.ToArray().Select(index => index & ((1 << logLength) - 1)).Distinct().Order()];
}
