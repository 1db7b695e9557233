using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Commitments;

/// <summary>The values of committed vectors' extensions at the last coordinates of one point; proof-1 section 7.</summary>
/// <remarks>
/// Statement: each opening's P̃(point) = value, P the vector behind its root, the point drawn after all of them.
/// Transcript order: for each length of rows the challenges with which vectors join, the root of a tree of fibres (0x33), for each bit of a fibre a number (0x34) and a challenge;
/// the last row (0x30), and what is left of what hides rows (0x77); work and indices; then what <see cref="QueryVerifier"/> reads.
/// Soundness error: (1 - δ)^Q 2^-g + Σ k n / |E| over combined words, δ = (1 - 2^-b) / 2; no conjecture.
/// Assumptions: Keccak-256, and the hash of the trees, are random oracles.
/// Does not establish: that a vector is what somebody says it is; its root must come from where that is settled.
/// Reference: Ames, Hazay, Ishai and Venkitasubramaniam, Ligero, CCS 2017; Zeilberger, Chen and Fisch, Basefold, ePrint 2023/1705.
/// </remarks>
internal static class OpeningVerifier
{
    /// <param name="reader">The proof.</param>
    /// <param name="parameters">How often it is looked into.</param>
    /// <param name="openings">At least one, all of one rate.</param>
    /// <param name="point">At least as many coordinates as the largest vector has variables.</param>
    public static void Verify<TExtension>(
        ref ProofReader reader, QueryParameters parameters, ImmutableArray<Opening<TExtension>> openings, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        var schedule = FoldingSchedule.Of([.. openings.Select(static opening => opening.Shape)]);
        int logInverseRate = openings[0].Shape.LogInverseRate;
        AddSoundness<TExtension>(reader.Transcript.Soundness, openings);
        FoldedOpening<TExtension> folded = ReadFolds(ref reader, schedule, openings, point);
        reader.ReadWork(parameters.WorkBits);
        reader.Transcript.Soundness.AddQueries(openings.Select(static opening => opening.Shape).Append(folded.LastShape), parameters.QueryCount, parameters.WorkBits);
        int[] indices = reader.Transcript.Indices(parameters.QueryCount, schedule.LogRowElements + logInverseRate);
        QueryVerifier.Verify(ref reader, openings, folded, point, indices);
    }

    /// <summary>The rows of each vector, combined by challenges that came after it.</summary>
    private static void AddSoundness<TExtension>(SoundnessLedger soundness, ImmutableArray<Opening<TExtension>> openings)
        where TExtension : struct, IExtension<TExtension>
    {
        foreach (Opening<TExtension> opening in openings)
            soundness.AddChallenge<TExtension>(SoundnessRule.Words, (long)opening.Shape.LogRowCount << opening.Shape.LogCodeElements, workBits: 0);
    }

    private static FoldedOpening<TExtension> ReadFolds<TExtension>(
        ref ProofReader reader, FoldingSchedule schedule, ImmutableArray<Opening<TExtension>> openings, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        int logInverseRate = openings[0].Shape.LogInverseRate;
        var factors = new TExtension[openings.Length];
        var rounds = ImmutableArray.CreateBuilder<FoldedWord<TExtension>>(schedule.LogFactors.Length);
        int variables = schedule.LogRowElements;
        TExtension claim = Join(ref reader, variables, openings, factors, isFirst: true);
        foreach (int logFactor in schedule.LogFactors)
        {
            byte[] root = [.. reader.ReadBytes(MessageLabel.WordRoot, Keccak256.DigestBytes)];
            var challenges = new TExtension[logFactor];
            for (int bit = 0; bit < logFactor; bit++, variables--)
            {
                // u's value at the point, along the bit that is bound: a line that goes through the claim, and rises by what is read.
                TExtension rise = reader.ReadOne<TExtension>(MessageLabel.FoldValue);
                challenges[bit] = reader.Transcript.Challenge<TExtension>(SoundnessRule.Words, (1L << (variables + logInverseRate - (logFactor - bit))) + 1);
                claim += (challenges[bit] - point[^variables]) * rise;
            }

            rounds.Add(new(root, variables + logFactor + logInverseRate, challenges));
            claim += Join(ref reader, variables, openings, factors, isFirst: false);
        }

        TExtension[] last = reader.ReadClear<TExtension>(MessageLabel.RowCombination, 1 << variables);
        reader.RequireEqual(InnerProduct.Of<TExtension>(EqualityPolynomial.Table(point[^variables..]), last), claim, ProofFault.ValueDiffers);
        CommitmentShape shape = schedule.LastShape([.. openings.Select(static opening => opening.Shape)]);
        TExtension[] blind = shape.LogBlindElements is null ? [] : reader.ReadClear<TExtension>(MessageLabel.BlindCombination, shape.BlindElements);
        return new([.. factors], rounds.MoveToImmutable(), shape, last, blind);
    }

    /// <summary>The vectors whose rows have this length join; returns what they add to the claim.</summary>
    private static TExtension Join<TExtension>(ref ProofReader reader, int variables, ImmutableArray<Opening<TExtension>> openings, TExtension[] factors, bool isFirst)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < openings.Length; index++)
        {
            if (openings[index].Shape.LogRowElements != variables)
                continue;
            factors[index] = isFirst ? TExtension.One : reader.Transcript.Challenge<TExtension>(SoundnessRule.Words, (1L << openings[index].Shape.LogCodeElements) + 1);
            sum += factors[index] * openings[index].Value;
            isFirst = false;
        }

        return sum;
    }
}
