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
    public static void Prove<TExtension>(ProofWriter writer, Circuit circuit, int workBits, CoreWitness witness, ProverClaims<TExtension> claims, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        writer.WriteWork(workBits, cancellation);
        TExtension alpha = writer.Transcript.Challenge<TExtension>();
        TExtension beta = writer.Transcript.Challenge<TExtension>();
        ColumnLayout layout = LookupVerifier.LayoutOf(circuit);
        var numerators = new TExtension[1L << layout.VariableCount];
        var denominators = new TExtension[numerators.Length];
        Array.Fill(denominators, TExtension.One);
        for (int block = 0; block < circuit.Lookups.Length; block++)
            FillLookup(circuit, witness, circuit.Lookups[block], alpha, beta, numerators.AsSpan((int)layout.OffsetOf(block)), denominators.AsSpan((int)layout.OffsetOf(block)));
        for (int table = 0; table <= circuit.Tables.Length; table++)
        {
            int offset = (int)layout.OffsetOf(circuit.Lookups.Length + table);
            FillTable(circuit, witness, table, alpha, beta, numerators.AsSpan(offset), denominators.AsSpan(offset));
        }

        FractionClaim<TExtension> claim = FractionalSumProver.Prove(writer, numerators, denominators);
        for (int block = 0; block < circuit.Lookups.Length + 1 + circuit.Tables.Length; block++)
            SendValues(writer, circuit, witness, block, claims, layout.Inside<TExtension>(block, claim.Point));
    }

    private static void FillLookup<TExtension>(
        Circuit circuit, CoreWitness witness, Lookup lookup, TExtension alpha, TExtension beta, Span<TExtension> numerators, Span<TExtension> denominators)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension start = alpha - (beta * beta * Goldilocks.From((long)lookup.Table));
        long[] places = circuit.WitnessColumns[lookup.Column].PlacesOfCells();
        for (int cell = 0; cell < places.Length; cell++)
        {
            TExtension row = TExtension.From(Goldilocks.From((witness.Column(lookup.Column)[cell] * lookup.Factor) + lookup.Offset));
            if (lookup.ValueColumn >= 0)
                row += beta * Goldilocks.From(witness.Column(lookup.ValueColumn)[cell]);
            numerators[(int)places[cell]] = TExtension.One;
            denominators[(int)places[cell]] = start - row;
        }
    }

    private static void FillTable<TExtension>(
        Circuit circuit, CoreWitness witness, int table, TExtension alpha, TExtension beta, Span<TExtension> numerators, Span<TExtension> denominators)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension start = alpha - (beta * beta * Goldilocks.From((long)table));
        long[] counts = witness.Column(circuit.CountsColumn(table));
        for (int place = 0; place < counts.Length; place++)
        {
            TExtension row = TExtension.From(Goldilocks.From((long)place));
            if (table > 0)
                row += beta * Goldilocks.From(circuit.TableEntry(table, place));
            numerators[place] = TExtension.From(Goldilocks.From(-counts[place]));
            denominators[place] = start - row;
        }
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
