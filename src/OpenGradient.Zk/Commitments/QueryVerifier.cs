using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Commitments;

/// <summary>That what was committed to and what was sent lie on one another where the indices fall; steps 4 and 5 of proof-1 section 7.</summary>
/// <remarks>Transcript order: for each vector its columns (0x31) and siblings (0x32); for each fold its fibres (0x35) and siblings (0x32).</remarks>
internal static class QueryVerifier
{
    public static void Verify<TExtension>(
        ref ProofReader reader, ImmutableArray<Opening<TExtension>> openings, FoldedOpening<TExtension> folded, ReadOnlySpan<TExtension> point, ReadOnlySpan<int> indices)
        where TExtension : struct, IExtension<TExtension>
    {
        var joined = new TExtension[openings.Length][]; // what each vector adds, at its places
        for (int index = 0; index < openings.Length; index++)
            joined[index] = ReadColumns(ref reader, openings[index], folded.Factors[index], point, indices);
        int logInverseRate = openings[0].Shape.LogInverseRate;
        int logLength = folded.Rounds.IsEmpty ? openings[0].Shape.LogCodeElements : folded.Rounds[0].LogLength;
        int[] places = QueryPlaces.In(logLength, indices);
        var values = new TExtension[places.Length];
        AddJoined(openings, joined, logLength, values);
        ProofFault fault = ProofFault.ColumnDiffers;
        foreach (FoldedWord<TExtension> round in folded.Rounds)
        {
            values = Fold(ref reader, round, places, values, fault);
            (logLength, places) = (round.LogFibreCount, QueryPlaces.In(round.LogFibreCount, places));
            AddJoined(openings, joined, logLength, values);
            fault = ProofFault.FoldDiffers;
        }

        TExtension[] word = ReedSolomonCode.Encode<TExtension>(folded.Last, logInverseRate);
        for (int at = 0; at < places.Length; at++)
            reader.RequireEqual(word[places[at]] + RowBlinding.At<TExtension>(folded.LastShape, folded.Blind, places[at]), values[at], fault);
    }

    /// <summary>Rows of this length have joined: what they add at each place.</summary>
    private static void AddJoined<TExtension>(ImmutableArray<Opening<TExtension>> openings, TExtension[][] joined, int logLength, TExtension[] values)
        where TExtension : struct, IExtension<TExtension>
    {
        for (int index = 0; index < openings.Length; index++)
        {
            for (int at = 0; at < values.Length && openings[index].Shape.LogCodeElements == logLength; at++)
                values[at] += joined[index][at];
        }
    }

    /// <summary>At each place factor · Σ eq(y, i) C[i][place].</summary>
    private static TExtension[] ReadColumns<TExtension>(ref ProofReader reader, Opening<TExtension> opening, TExtension factor, ReadOnlySpan<TExtension> point, ReadOnlySpan<int> indices)
        where TExtension : struct, IExtension<TExtension>
    {
        int[] places = QueryPlaces.In(opening.Shape.LogCodeElements, indices);
        TExtension[] weights = opening.RowWeights(point);
        var combinations = new TExtension[places.Length];
        var column = new Goldilocks[opening.Shape.RowCount];
        byte[] hashes = new byte[places.Length * Keccak256.DigestBytes];
        for (int at = 0; at < places.Length; at++)
        {
            reader.Read(MessageLabel.Columns, column);
            combinations[at] = factor * InnerProduct.Of<TExtension>(weights, column);
            TreeOpening.HashLeaf(reader.Transcript.Trees, column, hashes.AsSpan(at * Keccak256.DigestBytes, Keccak256.DigestBytes));
        }

        TreeOpening.Verify(ref reader, opening.Shape.LogCodeElements, places, hashes, opening.Root);
        return combinations;
    }

    /// <summary>Requires that the word has these values at these places, and gives those of its fold.</summary>
    private static TExtension[] Fold<TExtension>(ref ProofReader reader, FoldedWord<TExtension> round, int[] places, TExtension[] values, ProofFault fault)
        where TExtension : struct, IExtension<TExtension>
    {
        int[] fibres = QueryPlaces.In(round.LogFibreCount, places);
        var folded = new TExtension[fibres.Length];
        byte[] hashes = new byte[fibres.Length * Keccak256.DigestBytes];
        for (int at = 0; at < fibres.Length; at++)
        {
            TExtension[] fibre = reader.ReadClear<TExtension>(MessageLabel.Fibres, round.FibreElements);
            TreeOpening.HashLeaf<TExtension>(reader.Transcript.Trees, fibre, hashes.AsSpan(at * Keccak256.DigestBytes, Keccak256.DigestBytes));
            for (int t = 0; t < fibre.Length; t++)
            {
                int known = Array.BinarySearch(places, fibres[at] + (t << round.LogFibreCount));
                if (known >= 0)
                    reader.RequireEqual(fibre[t], values[known], fault);
            }

            folded[at] = ReedSolomonCode.Fold<TExtension>(fibre, round.LogLength, fibres[at], round.Challenges);
        }

        TreeOpening.Verify(ref reader, round.LogFibreCount, fibres, hashes, round.Root);
        return folded;
    }
}
