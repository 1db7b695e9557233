using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Lookups;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>That everything looked up stands in its table; proof-1 section 10.</summary>
internal static class LookupVerifier
{
    /// <summary>Of a row, the number of its table included.</summary>
    private const long RowElements = 3;

    public static void Verify<TExtension>(ref ProofReader reader, Circuit circuit, int workBits, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ColumnLayout layout = LayoutOf(circuit);
        reader.ReadWork(workBits);
        TExtension alpha = reader.Transcript.Challenge<TExtension>(SoundnessRule.Rows, 1L << layout.VariableCount);
        TExtension beta = reader.Transcript.Challenge<TExtension>(SoundnessRule.Rows, RowElements << layout.VariableCount);
        FractionClaim<TExtension> claim = FractionalSumVerifier.Verify<TExtension>(ref reader, layout.VariableCount);
        (TExtension numerator, TExtension denominator) = (TExtension.Zero, TExtension.One);
        // All tables have the same last coordinates, and so the same weights: they are worked out once.
        var atTables = Claim<TExtension>.AtPoint([1L << Circuit.TableBits], claim.Point.AsSpan(layout.VariableCount - Circuit.TableBits), TExtension.Zero);
        for (int block = 0; block < circuit.Lookups.Length + 1 + circuit.Tables.Length; block++)
        {
            ReadOnlySpan<TExtension> inside = layout.Inside<TExtension>(block, claim.Point);
            TExtension place = layout.PlaceWeight<TExtension>(block, claim.Point);
            (TExtension p, TExtension q) = block < circuit.Lookups.Length
                ? LookedUp(ref reader, circuit, circuit.Lookups[block], claims, alpha, beta, inside)
                : Counted(ref reader, circuit, block - circuit.Lookups.Length, claims, alpha, beta, inside, atTables);
            numerator += place * p;
            denominator += place * (q - TExtension.One); // the rest of the layout is 0 / 1
        }

        reader.RequireEqual(numerator, claim.Numerator, ProofFault.LookupDiffers);
        reader.RequireEqual(denominator, claim.Denominator, ProofFault.LookupDiffers);
    }

    /// <summary>One block for each lookup, then one for each table.</summary>
    public static ColumnLayout LayoutOf(Circuit circuit) => new(
    [
        .. circuit.Lookups.Select(lookup => circuit.WitnessColumns[lookup.Column].VariableCount),
        .. Enumerable.Repeat(Circuit.TableBits, 1 + circuit.Tables.Length),
    ]);

    /// <summary>1 / (α - row) at real cells, 0 / 1 elsewhere.</summary>
    private static (TExtension P, TExtension Q) LookedUp<TExtension>(
        ref ProofReader reader, Circuit circuit, Lookup lookup, VerifierClaims<TExtension> claims, TExtension alpha, TExtension beta, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape shape = circuit.WitnessColumns[lookup.Column];
        TExtension mask = Claim<TExtension>.AtPoint(shape.CellCounts, point, TExtension.Zero).WeighOnes();
        TExtension row = (Read(ref reader, lookup.Column, shape, claims, point) * Goldilocks.From(lookup.Factor))
            + (mask * (TExtension.From(Goldilocks.From(lookup.Offset)) + (beta * beta * Goldilocks.From((long)lookup.Table))));
        if (lookup.ValueColumn >= 0)
            row += beta * Read(ref reader, lookup.ValueColumn, shape, claims, point);
        return (mask, TExtension.One - mask + (alpha * mask) - row);
    }

    /// <summary>-count / (α - row of the table).</summary>
    private static (TExtension P, TExtension Q) Counted<TExtension>(
        ref ProofReader reader, Circuit circuit, int table, VerifierClaims<TExtension> claims, TExtension alpha, TExtension beta, ReadOnlySpan<TExtension> point, Claim<TExtension> atTables)
        where TExtension : struct, IExtension<TExtension>
    {
        int column = circuit.CountsColumn(table);
        TExtension count = Read(ref reader, column, circuit.WitnessColumns[column], claims, point);
        TExtension row = IndexAt(point) + (beta * beta * Goldilocks.From((long)table));
        if (table > 0)
            row += beta * atTables.Weigh(circuit.PublicConstants[circuit.Tables[table - 1]]!);
        return (TExtension.Zero - count, alpha - row);
    }

    private static TExtension Read<TExtension>(ref ProofReader reader, int column, TensorShape shape, VerifierClaims<TExtension> claims, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension value = reader.ReadOne<TExtension>(MessageLabel.LookupValues);
        claims.AddColumn(column, Claim<TExtension>.AtPoint(shape.CellCounts, point, value));
        return value;
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
}
