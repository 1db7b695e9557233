using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Soundness;

/// <summary>The cheapest parameters that reach the level of the profile; proof-1 section 13.</summary>
/// <remarks>Whoever proves may take any; a verifier counts for itself.</remarks>
internal static class ParameterChoice
{
    /// <summary>Work before the queries: about a millisecond of two cores.</summary>
    private const int WorkBits = 16;

    private const int MostLookupWorkBits = 24;

    /// <summary>All but the queries together may take an eighth of the level.</summary>
    private const int SpareBits = 3;

    /// <param name="statement">Its own parameters do not count, but for the rate.</param>
    /// <exception cref="InvalidOperationException">No number of queries and no bearable work reaches the level: the statement is too large for the profile.</exception>
    public static ProofParameters For<TExtension>(CoreStatement statement)
        where TExtension : struct, IExtension<TExtension>
    {
        for (int lookupWorkBits = 0; lookupWorkBits <= MostLookupWorkBits; lookupWorkBits++)
        {
            ProofParameters parameters = new(statement.Parameters.LogInverseRate, new(QueryCount: 1, WorkBits), lookupWorkBits);
            SoundnessLedger others = CoreVerifier.Weigh<TExtension>(statement with { Parameters = parameters }).Without(SoundnessRule.Queries);
            if (others.Reaches(TExtension.SoundnessBits + SpareBits))
                return Complete<TExtension>(statement, parameters with { Queries = new(LeastQueries(others, parameters.LogInverseRate, TExtension.SoundnessBits), WorkBits) });
        }

        throw new InvalidOperationException("No bearable work makes a proof of this statement as sure as the profile asks; it is too large for it.");
    }

    /// <summary>Where something is hidden, the codes depend on the queries, and pads are looked into, too: a few more are tried one by one.</summary>
    private static ProofParameters Complete<TExtension>(CoreStatement statement, ProofParameters parameters)
        where TExtension : struct, IExtension<TExtension>
    {
        while (statement.Circuit.Visibility.IsHiding && !CoreVerifier.Weigh<TExtension>(statement with { Parameters = parameters }).Reaches(TExtension.SoundnessBits))
            parameters = parameters with { Queries = parameters.Queries with { QueryCount = parameters.Queries.QueryCount + 1 } };
        return parameters;
    }

    private static int LeastQueries(SoundnessLedger others, int logInverseRate, int bits)
    {
        for (int count = 1; ; count++)
        {
            SoundnessLedger all = others.Without(SoundnessRule.Queries);
            all.AddQueries(logInverseRate, count, WorkBits);
            if (all.Reaches(bits))
                return count;
        }
    }
}
