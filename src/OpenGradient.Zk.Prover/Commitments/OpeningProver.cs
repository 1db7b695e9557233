using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>The prover of <see cref="OpeningVerifier"/>.</summary>
internal static class OpeningProver
{
    /// <param name="writer">The channel.</param>
    /// <param name="parameters">How often it is looked into.</param>
    /// <param name="vectors">At least one, all of one rate.</param>
    /// <param name="point">Each is opened at the last coordinates.</param>
    /// <param name="cancellation">Is looked at between folds, and during the search for a nonce.</param>
    public static void Open<TExtension>(
        ProofWriter writer, QueryParameters parameters, ImmutableArray<CommittedVector> vectors, ReadOnlySpan<TExtension> point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        var schedule = FoldingSchedule.Of([.. vectors.Select(static vector => vector.Shape)]);
        int logLength = schedule.LogRowElements + vectors[0].Shape.LogInverseRate;
        List<WrittenWord<TExtension>> words = WriteFolds(writer, schedule, vectors, point, cancellation);
        writer.WriteWork(parameters.WorkBits, cancellation);
        int[] indices = writer.Transcript.Indices(parameters.QueryCount, logLength);
        foreach (CommittedVector vector in vectors)
            vector.ShowColumns(writer, QueryPlaces.In(vector.Shape.LogCodeElements, indices));
        foreach (WrittenWord<TExtension> word in words)
            word.ShowFibres(writer, QueryPlaces.In(BitOperations.Log2((uint)word.FibreCount), indices));
    }

    private static List<WrittenWord<TExtension>> WriteFolds<TExtension>(
        ProofWriter writer, FoldingSchedule schedule, ImmutableArray<CommittedVector> vectors, ReadOnlySpan<TExtension> point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        List<WrittenWord<TExtension>> written = [];
        int variables = schedule.LogRowElements;
        TExtension[] suffixes = arithmetic.EqualitySuffixes(point[^variables..]);
        Goldilocks[] inverseRoots = schedule.LogFactors.IsEmpty ? [] : RootTable.OfInverses(variables + vectors[0].Shape.LogInverseRate);
        (TExtension[] row, TExtension[] word) = ([], []);
        FoldedBlind<TExtension> blind = new();
        Join(writer, vectors, variables, point, ref row, ref word, blind, isLast: schedule.LogFactors.IsEmpty);
        for (int round = 0; round < schedule.LogFactors.Length; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            written.Add(new(word, 1 << schedule.LogFactors[round]));
            writer.WriteBytes(MessageLabel.WordRoot, written[^1].Root);
            for (int bit = 0; bit < schedule.LogFactors[round]; bit++, variables--)
            {
                writer.Write(MessageLabel.FoldValue, arithmetic.Rise(row, 1 << variables, suffixes));
                TExtension challenge = writer.Transcript.Challenge<TExtension>();
                arithmetic.Bind(row, 1 << variables, challenge);
                blind.Bind(challenge);
                word = arithmetic.Fold(word, challenge, inverseRoots);
            }

            Join(writer, vectors, variables, point, ref row, ref word, blind, isLast: round + 1 == schedule.LogFactors.Length);
        }

        writer.WriteClear<TExtension>(MessageLabel.RowCombination, row.AsSpan(0, 1 << variables));
        if (!blind.Coefficients.IsEmpty)
            writer.WriteClear(MessageLabel.BlindCombination, blind.Coefficients);
        return written;
    }

    /// <summary>The vectors whose rows have this length join. The code word of the last row is of no use to anybody.</summary>
    private static void Join<TExtension>(
        ProofWriter writer, ImmutableArray<CommittedVector> vectors, int variables, ReadOnlySpan<TExtension> point, ref TExtension[] row, ref TExtension[] word, FoldedBlind<TExtension> blind, bool isLast)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        foreach (CommittedVector vector in vectors.Where(vector => vector.Shape.LogRowElements == variables))
        {
            TExtension[] weights = vector.RowWeights(point);
            if (row.Length == 0)
            {
                row = vector.CombineRows(weights);
                word = isLast ? [] : vector.CombineWords(weights);
            }
            else
            {
                TExtension gamma = writer.Transcript.Challenge<TExtension>();
                weights = Array.ConvertAll(weights, weight => weight * gamma);
                arithmetic.AddScaled(row, 0, TExtension.One, vector.CombineRows(weights));
                if (!isLast)
                    arithmetic.AddScaled(word, 0, TExtension.One, vector.CombineWords(weights));
            }

            if (vector.Shape.LogBlindElements is not null)
                blind.Add(vector.CombineBlinds(weights));
        }
    }
}
