using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Lookups;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>That everything looked up stands in its table; proof-1 section 10.</summary>
/// <remarks>Numerators and denominators are linear in the witness, so the two values at the end are two claims about it.</remarks>
internal static class LookupVerifier
{
    /// <summary>Of a row, the number of its table included.</summary>
    private const long RowElements = 3;

    public static void Verify<TExtension>(ref ProofReader reader, LookupLayout layout, int workBits, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        int variableCount = layout.Blocks.VariableCount;
        reader.ReadWork(workBits);
        TExtension alpha = reader.Transcript.Challenge<TExtension>(SoundnessRule.Rows, 1L << variableCount);
        TExtension beta = reader.Transcript.Challenge<TExtension>(SoundnessRule.Rows, RowElements << variableCount);
        claims.AddLookups(ClaimsOf(claims.Circuit, layout, alpha, beta, FractionalSumVerifier.Verify<TExtension>(ref reader, variableCount)));
    }

    /// <summary>What the witness adds to the denominators, and to the numerators, at the point: the rest everybody knows.</summary>
    public static ImmutableArray<PiecesClaim<TExtension>> ClaimsOf<TExtension>(Circuit circuit, LookupLayout layout, TExtension alpha, TExtension beta, FractionClaim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        // All tables have the same last coordinates, and so the same weights: they are worked out once.
        ReadOnlySpan<TExtension> inside = claim.Point.AsSpan(layout.Blocks.VariableCount - Circuit.TableBits);
        (var atTables, TExtension index) = (Claim<TExtension>.AtPoint([1L << Circuit.TableBits], inside, TExtension.Zero), IndexAt(inside));
        var rows = ImmutableArray.CreateBuilder<(int, TExtension)>();
        var counts = ImmutableArray.CreateBuilder<(int, TExtension)>();
        (TExtension ofRows, TExtension ofCounts) = (TExtension.One - claim.Denominator, TExtension.Zero - claim.Numerator); // behind the blocks there is 0 / 1
        for (int block = 0; block < layout.Blocks.BlockCount; block++)
        {
            TExtension place = layout.Blocks.PlaceWeight<TExtension>(block, claim.Point);
            if (layout.TableOf(block) is >= 0 and int table)
            {
                counts.Add((layout.CountsOf(table), place));
                ofRows += place * (alpha - TExtension.One - RowAt(circuit, table, beta, index, atTables));
                continue;
            }

            Lookup lookup = layout.LookupOf(block);
            rows.Add((layout.PieceOf(block, lookup.Column), place * Goldilocks.From(lookup.Factor)));
            if (lookup.ValueColumn >= 0)
                rows.Add((layout.PieceOf(block, lookup.ValueColumn), place * beta));
            ofRows += place * (alpha - TExtension.One - TExtension.From(Goldilocks.From(lookup.Offset)) - (beta * beta * Goldilocks.From((long)lookup.Table)));
            ofCounts += place;
        }

        return [new(claim.Point, rows.ToImmutable(), ofRows), new(claim.Point, counts.ToImmutable(), ofCounts)];
    }

    /// <summary>The extension of x ↦ the index of x.</summary>
    private static TExtension IndexAt<TExtension>(ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension index = TExtension.Zero;
        foreach (TExtension coordinate in point)
            index = index + index + coordinate;
        return index;
    }

    /// <summary>The extension of the rows of a table.</summary>
    private static TExtension RowAt<TExtension>(Circuit circuit, int table, TExtension beta, TExtension index, Claim<TExtension> atTables)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension row = index + (beta * beta * Goldilocks.From((long)table));
        return table == 0 ? row : row + (beta * atTables.Weigh(circuit.PublicConstants[circuit.Tables[table - 1]]!));
    }
}
