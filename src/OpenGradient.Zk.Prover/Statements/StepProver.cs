using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The prover of <see cref="StepVerifier"/>.</summary>
internal static partial class StepProver
{
    public static void Prove<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, CircuitStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        if (claims.About(step.Output).Count > 0)
            Descend(writer, circuit, witness, step, TakeClaim(writer, circuit, witness, step, claims.About(step.Output)), claims);
        if (step is ScaleStep scaling)
            ProveScale(writer, circuit, witness, scaling, claims);
        else if (step is LimitStep limit)
            ProveLimit(writer, circuit, witness, limit, claims);
    }

    private static void ProveLinear<TExtension>(
        ProofWriter writer, Circuit circuit, CoreWitness witness, LinearStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        int depth = (int)circuit.Values[step.X].Shape[^1];
        int length = 1 << TensorShape.LogOf(depth);
        TExtension[] x = FoldRows(new Claim<TExtension>(claim.Weight[..^1], claim.Sum), witness.Value(step.X), depth, length);
        TExtension[] weights = FoldRows(new Claim<TExtension>([claim.Weight[^1]], claim.Sum), witness.Value(step.Weights), depth, length);
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Product(x, weights);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.LinearValues, summand.ValueOf(0), summand.ValueOf(1));
        WeightFactor<TExtension> along = Claim<TExtension>.AtPoint([depth], point, TExtension.Zero).Weight[0];
        claims.Add(step.X, new([.. claim.Weight[..^1], along], summand.ValueOf(0)));
        claims.Add(step.Weights, new([claim.Weight[^1], along], summand.ValueOf(1)));
    }

    /// <summary>Σ over rows of their weight times the row, filled up with zeros.</summary>
    private static TExtension[] FoldRows<TExtension>(Claim<TExtension> rows, long[] matrix, int depth, int length)
        where TExtension : struct, IExtension<TExtension> =>
        BulkArithmetic<TExtension>.Instance.SumRows(BulkArithmetic<TExtension>.Joined(rows.Weight), matrix, depth, length);

    private static void ProveScale<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, ScaleStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = circuit.Values[step.X].Shape;
        var at = Claim<TExtension>.AtPoint(shape, writer.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount), TExtension.Zero);
        if (step.Table > 0)
        {
            Claim<TExtension> quotient = at with { Sum = at.Weigh(witness.Column(step.Quotient)) };
            writer.Write(MessageLabel.ScaleValues, quotient.Sum);
            claims.AddColumn(step.Quotient, quotient);
            SendLimbs(writer, MessageLabel.ScaleValues, witness, step.Remainder, at, claims);
        }
        else
        {
            Claim<TExtension>[] quotient = Weighed(witness, step.QuotientLimbs, at);
            Claim<TExtension>[] remainder = Weighed(witness, step.Remainder, at);
            Send(writer, MessageLabel.ScaleValues, step.QuotientLimbs, quotient, claims);
            Send(writer, MessageLabel.ScaleValues, step.Remainder, remainder, claims);
        }

        AddScaled(witness, step, at, claims);
    }

    private static void AddScaled<TExtension>(CoreWitness witness, ScaleStep step, Claim<TExtension> at, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        long[] factors = witness.Value(step.Factors);
        if (step.Axis >= 0)
        {
            TExtension[] cells = [.. at.Weight[step.Axis].Cells.Select((cell, index) => cell * Goldilocks.From(factors[index]))];
            at = at with { Weight = at.Weight.SetItem(step.Axis, new(1, cells)) };
        }

        if (step.Axis >= 0 || factors[0] != 0)
            claims.Add(step.X, at with { Sum = at.Weigh(witness.Value(step.X)) });
    }

    private static void ProveLimit<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, LimitStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape shape = new(circuit.Values[step.X].Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        bool isKnown = circuit.PublicConstants[step.Bound] is not null;
        long[] bound = witness.Broadcast(step.Bound, shape.CellCounts);
        CombinedTables<TExtension> summand = new(
            3,
            static values => values[0] * (values[1] - values[2]) * (values[3] - values[2]),
            EqualityPolynomial.Table<TExtension>(z), Padded<TExtension>(shape, witness.Value(step.X)), Padded<TExtension>(shape, witness.Value(step.Output)), Padded<TExtension>(shape, bound));
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write<TExtension>(MessageLabel.LimitValues, isKnown ? [summand.ValueOf(1), summand.ValueOf(2)] : [summand.ValueOf(1), summand.ValueOf(2), summand.ValueOf(3)]);
        var at = Claim<TExtension>.AtPoint(shape.CellCounts, point, TExtension.Zero);
        Claim<TExtension>[] difference = Weighed(witness, step.Difference, at);
        claims.Add(step.X, at with { Sum = summand.ValueOf(1) });
        claims.AddColumn(circuit.Values[step.Output].Column, at with { Sum = summand.ValueOf(2) });
        if (!isKnown)
            claims.Add(step.Bound, at with { Sum = summand.ValueOf(3) });
        Send(writer, MessageLabel.LimitValues, step.Difference, difference, claims);
    }

    private static TExtension[] Padded<TExtension>(TensorShape shape, long[] cells)
        where TExtension : struct, IExtension<TExtension>
    {
        var table = new TExtension[1L << shape.VariableCount];
        long[] places = shape.PlacesOfCells();
        for (int cell = 0; cell < cells.Length; cell++)
            table[places[cell]] = TExtension.From(Goldilocks.From(cells[cell]));
        return table;
    }

    private static void SendLimbs<TExtension>(ProofWriter writer, byte label, CoreWitness witness, Limbs limbs, Claim<TExtension> at, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => Send(writer, label, limbs, Weighed(witness, limbs, at), claims);

    private static void Send<TExtension>(ProofWriter writer, byte label, Limbs limbs, Claim<TExtension>[] values, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        writer.Write<TExtension>(label, [.. values.Select(static value => value.Sum)]);
        for (int limb = 0; limb < values.Length; limb++)
            claims.AddColumn(limbs.Columns[limb], values[limb]);
    }

    private static Claim<TExtension>[] Weighed<TExtension>(CoreWitness witness, Limbs limbs, Claim<TExtension> at)
        where TExtension : struct, IExtension<TExtension> =>
        [.. limbs.Columns.Select(column => at with { Sum = at.Weigh(witness.Column(column)) })];
}
