using System.Numerics;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Soundness;

/// <summary>The cheapest parameters that reach the level of the profile; proof-1 section 13.</summary>
/// <remarks>Whoever proves may take any; a verifier counts for itself.</remarks>
internal static class ParameterChoice
{
    /// <summary>Work before the queries: about two milliseconds of two cores.</summary>
    private const int WorkBits = 16;

    private const int MostLookupWorkBits = 20;

    /// <summary>How many eighths of the level all but the queries may take: the fewer, the fewer queries.</summary>
    private static ReadOnlySpan<int> Eighths => [1, 2, 4, 6, 7];

    /// <param name="statement">Its own parameters do not count, but for the rate and the hash of the trees.</param>
    /// <exception cref="InvalidOperationException">No number of queries and no bearable work reaches the level: the statement is too large for the profile.</exception>
    public static ProofParameters For<TExtension>(CoreStatement statement)
        where TExtension : struct, IExtension<TExtension>
    {
        ProofParameters parameters = statement.Parameters with { Queries = new(QueryCount: 1, WorkBits), LookupWorkBits = 0 };
        SoundnessLedger others = CoreVerifier.Weigh<TExtension>(statement with { Parameters = parameters }).Without(SoundnessRule.Queries);
        BigInteger fixedError = others.Without(SoundnessRule.Rows).Error;
        BigInteger rows = others.Error - fixedError;
        BigInteger level = BigInteger.One << (SoundnessLedger.UnitBits - TExtension.SoundnessBits);
        foreach (int eighths in Eighths)
        {
            for (int workBits = 0; workBits <= MostLookupWorkBits; workBits++)
            {
                BigInteger error = fixedError + (rows >> workBits) + 2; // α and β, each rounded up
                if (error <= level / 8 * eighths)
                    return Complete<TExtension>(statement, parameters with { LookupWorkBits = workBits, Queries = new(LeastQueries(statement, parameters, level - error), WorkBits) });
            }
        }

        throw new InvalidOperationException("No bearable work makes a proof of this statement as sure as the profile asks; it is too large for it.");
    }

    /// <summary>Where something is hidden, the codes depend on the queries, and pads are looked into, too: a few more are tried one by one.</summary>
    private static ProofParameters Complete<TExtension>(CoreStatement statement, ProofParameters parameters)
        where TExtension : struct, IExtension<TExtension>
    {
        while (statement.Circuit.Visibility.IsHiding)
        {
            if (statement.Circuit.Visibility.HidesWeights && parameters.Queries.QueryCount > ProofKey.MostColumns)
                throw new InvalidOperationException($"A proof of this statement would show more than {ProofKey.MostColumns} columns of the weights that it hides; it is too large for the profile.");
            if (CoreVerifier.Weigh<TExtension>(statement with { Parameters = parameters }).Reaches(TExtension.SoundnessBits))
                break;
            parameters = parameters with { Queries = parameters.Queries with { QueryCount = parameters.Queries.QueryCount + 1 } };
        }

        return parameters;
    }

    /// <summary>So many that all codes that are looked into leave at most so much.</summary>
    private static int LeastQueries(CoreStatement statement, ProofParameters parameters, BigInteger most)
    {
        for (int count = 1; ; count++)
        {
            SoundnessLedger queries = new();
            queries.AddQueries(statement.Circuit.Visibility.IsHiding ? ShapesOf(statement, parameters, count) : [PlainShape(parameters)], count, WorkBits);
            if (statement.Circuit.Visibility.IsHiding)
                queries.AddQueries([PlainShape(parameters)], count, WorkBits); // that of the pads
            if (queries.Error <= most)
                return count;
        }
    }

    private static IEnumerable<CommitmentShape> ShapesOf(CoreStatement statement, ProofParameters parameters, int queryCount)
    {
        yield return (parameters with { Queries = new(queryCount, WorkBits) }).WitnessShape(statement.Circuit);
        if (!statement.Circuit.KeyColumns.IsEmpty)
            yield return parameters.KeyShape(statement.Circuit, statement.Key.ProofCount);
    }

    private static CommitmentShape PlainShape(ProofParameters parameters) => new(LogRowCount: 0, LogRowElements: 0, parameters.LogInverseRate);
}
