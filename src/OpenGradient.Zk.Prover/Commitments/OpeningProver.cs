using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>The prover of <see cref="OpeningVerifier"/>.</summary>
internal static class OpeningProver
{
    /// <summary>Opens vectors at the last coordinates of a point.</summary>
    /// <inheritdoc cref="Open{TExtension}(ProofWriter, QueryParameters, ImmutableArray{CombinedVector{TExtension}}, ReadOnlySpan{TExtension}, CancellationToken)"/>
    public static void Open<TExtension>(
        ProofWriter writer, QueryParameters parameters, ImmutableArray<CommittedVector> vectors, TExtension[] point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension> =>
        Open<TExtension>(writer, parameters, [.. vectors.Select(vector => CombinedVector<TExtension>.At(vector, point))], point, cancellation);

    /// <param name="writer">The channel.</param>
    /// <param name="parameters">How often it is looked into.</param>
    /// <param name="vectors">At least one, all of one rate, combined at the point.</param>
    /// <param name="point">Each is opened at the last coordinates.</param>
    /// <param name="cancellation">Is looked at between folds, and during the search for a nonce.</param>
    public static void Open<TExtension>(
        ProofWriter writer, QueryParameters parameters, ImmutableArray<CombinedVector<TExtension>> vectors, ReadOnlySpan<TExtension> point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        var schedule = FoldingSchedule.Of([.. vectors.Select(static combined => combined.Vector.Shape)]);
        int logLength = schedule.LogRowElements + vectors[0].Vector.Shape.LogInverseRate;
        List<WrittenWord<TExtension>> words = WriteFolds(writer, schedule, vectors, point, cancellation);
        writer.WriteWork(parameters.WorkBits, cancellation);
        int[] indices = writer.Transcript.Indices(parameters.QueryCount, logLength);
        foreach (CombinedVector<TExtension> combined in vectors)
            combined.Vector.ShowColumns(writer, QueryPlaces.In(combined.Vector.Shape.LogCodeElements, indices));
        foreach (WrittenWord<TExtension> word in words)
            word.ShowFibres(writer, QueryPlaces.In(BitOperations.Log2((uint)word.FibreCount), indices));
    }

    private static List<WrittenWord<TExtension>> WriteFolds<TExtension>(
        ProofWriter writer, FoldingSchedule schedule, ImmutableArray<CombinedVector<TExtension>> vectors, ReadOnlySpan<TExtension> point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        List<WrittenWord<TExtension>> written = [];
        (int variables, int logInverseRate) = (schedule.LogRowElements, vectors[0].Vector.Shape.LogInverseRate);
        TExtension[] suffixes = arithmetic.EqualitySuffixes(point[^variables..]);
        Goldilocks[] inverseRoots = schedule.LogFactors.IsEmpty ? [] : RootTable.OfInverses(variables + logInverseRate);
        FoldedBlind<TExtension> blind = new();
        (TExtension[] row, TExtension[] ofRow) = Join(writer, vectors, variables, isFirst: true);
        blind.Add(ofRow);
        TExtension[] word = schedule.LogFactors.IsEmpty ? [] : WordOf(row, ofRow, logInverseRate);
        for (int round = 0; round < schedule.LogFactors.Length; round++)
        {
            written.Add(new(writer.Transcript.Trees, word, 1 << schedule.LogFactors[round], cancellation));
            writer.WriteBytes(MessageLabel.WordRoot, written[^1].Root);
            for (int bit = 0; bit < schedule.LogFactors[round]; bit++, variables--)
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Write(MessageLabel.FoldValue, arithmetic.Rise(row, 1 << variables, suffixes));
                TExtension challenge = writer.Transcript.Challenge<TExtension>();
                arithmetic.Bind(row, 1 << variables, challenge);
                blind.Bind(challenge);
                word = arithmetic.Fold(word, challenge, inverseRoots);
            }

            (TExtension[] joined, TExtension[] ofJoined) = Join(writer, vectors, variables, isFirst: false);
            if (joined.Length == 0)
                continue;
            arithmetic.AddScaled(row, 0, TExtension.One, joined);
            blind.Add(ofJoined);
            if (round + 1 < schedule.LogFactors.Length)
                arithmetic.AddScaled(word, 0, TExtension.One, WordOf(joined, ofJoined, logInverseRate));
        }

        writer.WriteClear<TExtension>(MessageLabel.RowCombination, row.AsSpan(0, 1 << variables));
        if (!blind.Coefficients.IsEmpty)
            writer.WriteClear(MessageLabel.BlindCombination, blind.Coefficients);
        return written;
    }

    /// <summary>What the vectors whose rows have this length give together, and the random coefficients behind their rows; nothing if there are none.</summary>
    private static (TExtension[] Row, TExtension[] Blind) Join<TExtension>(ProofWriter writer, ImmutableArray<CombinedVector<TExtension>> vectors, int variables, bool isFirst)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] joined = [];
        FoldedBlind<TExtension> blind = new();
        foreach (CombinedVector<TExtension> combined in vectors.Where(combined => combined.Vector.Shape.LogRowElements == variables))
        {
            TExtension gamma = isFirst ? TExtension.One : writer.Transcript.Challenge<TExtension>();
            isFirst = false;
            if (joined.Length == 0)
                joined = new TExtension[combined.Row.Length];
            BulkArithmetic<TExtension>.Instance.AddScaled(joined, 0, gamma, combined.Row);
            if (combined.Vector.Shape.LogBlindElements is not null)
                blind.Add(combined.Vector.CombineBlinds(Array.ConvertAll(combined.Weights, weight => weight * gamma)));
        }

        return (joined, blind.Coefficients.ToArray());
    }

    /// <summary>The code word of a row with random coefficients behind it.</summary>
    private static TExtension[] WordOf<TExtension>(TExtension[] row, TExtension[] blind, int logInverseRate)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] word = BulkArithmetic<TExtension>.Instance.Encode(row, logInverseRate);
        if (blind.Length == 0)
            return word;
        TExtension[] added = BulkArithmetic<TExtension>.Instance.Encode(blind, BitOperations.Log2((uint)(word.Length / blind.Length)));
        Goldilocks[] factors = RowBlinding.FactorsOf(logInverseRate);
        for (int place = 0; place < word.Length; place++)
            word[place] += added[place] * factors[place % factors.Length];
        return word;
    }
}
