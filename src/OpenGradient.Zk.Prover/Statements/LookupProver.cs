using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Lookups;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Lookups;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The prover of <see cref="LookupVerifier"/>.</summary>
internal static class LookupProver
{
    /// <summary>0, 1, …: the first entry of each row of a table.</summary>
    private static readonly long[] Places = [.. Enumerable.Range(0, 1 << Circuit.TableBits).Select(static place => (long)place)];

    public static void Prove<TExtension>(ProofWriter writer, Circuit circuit, int workBits, CoreWitness witness, ProverClaims<TExtension> claims, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        writer.WriteWork(workBits, cancellation);
        TExtension alpha = writer.Transcript.Challenge<TExtension>();
        TExtension beta = writer.Transcript.Challenge<TExtension>();
        ColumnLayout layout = LookupVerifier.LayoutOf(circuit);
        FractionClaim<TExtension> claim = FractionalSumProver.Prove(writer, () => MakeFractions(circuit, witness, layout, alpha, beta, cancellation));
        for (int block = 0; block < circuit.Lookups.Length + 1 + circuit.Tables.Length; block++)
            SendValues(writer, circuit, witness, block, claims, layout.Inside<TExtension>(block, claim.Point));
    }

    private static (TExtension[] Numerators, TExtension[] Denominators) MakeFractions<TExtension>(
        Circuit circuit, CoreWitness witness, ColumnLayout layout, TExtension alpha, TExtension beta, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        var numerators = new TExtension[1L << layout.VariableCount];
        var denominators = new TExtension[numerators.Length];
        Array.Fill(denominators, TExtension.One);
        for (int block = 0; block < circuit.Lookups.Length; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            FillLookup(circuit, witness, circuit.Lookups[block], alpha, beta, numerators, denominators, layout.OffsetOf(block));
        }

        for (int table = 0; table <= circuit.Tables.Length; table++)
        {
            int offset = (int)layout.OffsetOf(circuit.Lookups.Length + table);
            FillTable(circuit, witness, table, alpha, beta, numerators, denominators, offset);
        }

        return (numerators, denominators);
    }

    private static void FillLookup<TExtension>(
        Circuit circuit, CoreWitness witness, Lookup lookup, TExtension alpha, TExtension beta, TExtension[] numerators, TExtension[] denominators, long offset)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension start = alpha - TExtension.From(Goldilocks.From(lookup.Offset)) - (beta * beta * Goldilocks.From((long)lookup.Table));
        var factor = TExtension.From(Goldilocks.From(-lookup.Factor));
        (long[] places, int count) = circuit.WitnessColumns[lookup.Column].PlacesOfRuns();
        for (int run = 0; run < places.Length; run++)
        {
            int at = (int)(offset + places[run]);
            numerators.AsSpan(at, count).Fill(TExtension.One);
            denominators.AsSpan(at, count).Fill(start);
            BulkArithmetic<TExtension>.Instance.AddScaled(denominators, at, factor, witness.Column(lookup.Column), run * count, count);
            if (lookup.ValueColumn >= 0)
                BulkArithmetic<TExtension>.Instance.AddScaled(denominators, at, TExtension.Zero - beta, witness.Column(lookup.ValueColumn), run * count, count);
        }
    }

    private static void FillTable<TExtension>(
        Circuit circuit, CoreWitness witness, int table, TExtension alpha, TExtension beta, TExtension[] numerators, TExtension[] denominators, int offset)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        const int count = 1 << Circuit.TableBits;
        numerators.AsSpan(offset, count).Clear();
        denominators.AsSpan(offset, count).Fill(alpha - (beta * beta * Goldilocks.From((long)table)));
        arithmetic.AddScaled(numerators, offset, TExtension.Zero - TExtension.One, witness.Column(circuit.CountsColumn(table)), 0, count);
        arithmetic.AddScaled(denominators, offset, TExtension.Zero - TExtension.One, Places, 0, count);
        if (table > 0)
            arithmetic.AddScaled(denominators, offset, TExtension.Zero - beta, circuit.PublicConstants[circuit.Tables[table - 1]]!, 0, count);
    }

    private static void SendValues<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, int block, ProverClaims<TExtension> claims, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        if (block >= circuit.Lookups.Length)
        {
            SendValue(writer, circuit, witness, circuit.CountsColumn(block - circuit.Lookups.Length), claims, point);
            return;
        }

        SendValue(writer, circuit, witness, circuit.Lookups[block].Column, claims, point);
        if (circuit.Lookups[block].ValueColumn >= 0)
            SendValue(writer, circuit, witness, circuit.Lookups[block].ValueColumn, claims, point);
    }

    private static void SendValue<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, int column, ProverClaims<TExtension> claims, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        Claim<TExtension> claim = BulkArithmetic<TExtension>.Instance.AtPoint(circuit.WitnessColumns[column].CellCounts, point);
        claim = claim with { Sum = BulkArithmetic<TExtension>.Instance.Weigh(claim, witness.Column(column)) };
        writer.Write(MessageLabel.LookupValues, claim.Sum);
        claims.AddColumn(column, claim);
    }
}
