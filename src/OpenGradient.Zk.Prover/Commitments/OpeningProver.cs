using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>The prover of <see cref="OpeningVerifier"/>.</summary>
internal static class OpeningProver
{
    /// <summary>Opens vectors at the last coordinates of a point.</summary>
    /// <inheritdoc cref="Open{TExtension}(ProofWriter, QueryParameters, ImmutableArray{CombinedVector{TExtension}}, ReadOnlySpan{TExtension}, CancellationToken, ProverTables{TExtension}?)"/>
    public static void Open<TExtension>(
        ProofWriter writer, QueryParameters parameters, ImmutableArray<CommittedVector> vectors, TExtension[] point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension> =>
        Open<TExtension>(writer, parameters, [.. vectors.Select(vector => CombinedVector<TExtension>.At(vector, point))], point, cancellation);

    /// <param name="writer">The channel.</param>
    /// <param name="parameters">How often it is looked into.</param>
    /// <param name="vectors">At least one, all of one rate, combined at the point.</param>
    /// <param name="point">Each is opened at the last coordinates.</param>
    /// <param name="cancellation">Is looked at between folds, and during the search for a nonce.</param>
    /// <param name="tables">Where large tables come from; null for none.</param>
    public static void Open<TExtension>(
        ProofWriter writer, QueryParameters parameters, ImmutableArray<CombinedVector<TExtension>> vectors, ReadOnlySpan<TExtension> point, CancellationToken cancellation, ProverTables<TExtension>? tables = null)
        where TExtension : struct, IExtension<TExtension>
    {
        var schedule = FoldingSchedule.Of([.. vectors.Select(static combined => combined.Vector.Shape)]);
        int logLength = schedule.LogRowElements + vectors[0].Vector.Shape.LogInverseRate;
        List<WrittenWord<TExtension>> words = WriteFolds(writer, schedule, vectors, point, tables ?? new(), cancellation);
        writer.WriteWork(parameters.WorkBits, cancellation);
        int[] indices = writer.Transcript.Indices(parameters.QueryCount, logLength);
        foreach (CombinedVector<TExtension> combined in vectors)
            combined.Vector.ShowColumns(writer, QueryPlaces.In(combined.Vector.Shape.LogCodeElements, indices));
        foreach (WrittenWord<TExtension> word in words)
            word.ShowFibres(writer, QueryPlaces.In(BitOperations.Log2((uint)word.FibreCount), indices));
    }

    private static List<WrittenWord<TExtension>> WriteFolds<TExtension>(
        ProofWriter writer, FoldingSchedule schedule, ImmutableArray<CombinedVector<TExtension>> vectors, ReadOnlySpan<TExtension> point, ProverTables<TExtension> tables, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        List<WrittenWord<TExtension>> written = [];
        (int variables, int logInverseRate) = (schedule.LogRowElements, vectors[0].Vector.Shape.LogInverseRate);
        TExtension[] suffixes = arithmetic.EqualitySuffixes(point[^variables..]);
        Goldilocks[] roots = vectors.MaxBy(static combined => combined.Vector.Shape.LogCodeElements)!.Vector.Roots;
        FoldedBlind<TExtension> blind = new();
        (TExtension[] row, TExtension[] ofRow) = Join(writer, vectors, variables, isFirst: true);
        blind.Add(ofRow);
        TExtension[] word = schedule.LogFactors.IsEmpty ? [] : WordOf(row, ofRow, logInverseRate, roots, tables);
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
                TExtension[] folded = arithmetic.Fold(word, challenge, tables);
                if (bit > 0)
                    tables.Leave(word); // the first one was written, and is shown
                word = folded;
            }

            (TExtension[] joined, TExtension[] ofJoined) = Join(writer, vectors, variables, isFirst: false);
            if (joined.Length == 0)
                continue;
            arithmetic.AddScaled(row, 0, TExtension.One, joined);
            blind.Add(ofJoined);
            if (round + 1 < schedule.LogFactors.Length)
            {
                TExtension[] ofWord = WordOf(joined, ofJoined, logInverseRate, roots, tables);
                arithmetic.AddScaled(word, 0, TExtension.One, ofWord);
                tables.Leave(ofWord);
            }
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
            if (!isFirst && joined.Length == 0)
                joined = new TExtension[combined.Row.Length];
            if (isFirst)
                joined = combined.Row; // is read by nobody else
            else
                BulkArithmetic<TExtension>.Instance.AddScaled(joined, 0, gamma, combined.Row);
            isFirst = false;
            if (combined.Vector.Shape.LogBlindElements is not null)
                blind.Add(combined.Vector.CombineBlinds(Array.ConvertAll(combined.Weights, weight => weight * gamma)));
        }

        return (joined, blind.Coefficients.ToArray());
    }

    /// <summary>The code word of a row with random coefficients behind it.</summary>
    private static TExtension[] WordOf<TExtension>(TExtension[] row, TExtension[] blind, int logInverseRate, Goldilocks[] roots, ProverTables<TExtension> tables)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] word = BulkArithmetic<TExtension>.Instance.Encode(row, logInverseRate, roots, tables);
        if (blind.Length == 0)
            return word;
        TExtension[] added = BulkArithmetic<TExtension>.Instance.Encode(blind, BitOperations.Log2((uint)(word.Length / blind.Length)), roots, tables);
        Goldilocks[] factors = RowBlinding.FactorsOf(logInverseRate);
        for (int place = 0; place < word.Length; place++)
            word[place] += added[place] * factors[place % factors.Length];
        return word;
    }
}
