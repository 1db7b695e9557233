using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements;

/// <content>From a claim about a virtual value to claims about what it is made of.</content>
internal static partial class StepProver
{
    private static Claim<TExtension> TakeClaim<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, CircuitStep step, IReadOnlyList<Claim<TExtension>> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape shape = new(circuit.Values[step.Output].Shape.AsSpan());
        Claim<TExtension> only = claims[0];
        if (claims.Count == 1 && (StepVerifier.TakesGroups(step) || only.TrySplit(shape.CellCounts.Length, out only)))
            return only;
        TExtension power = TExtension.One;
        TExtension gamma = writer.Transcript.Challenge<TExtension>();
        var weights = new TExtension[1L << shape.VariableCount];
        foreach (Claim<TExtension> claim in claims)
        {
            TExtension[] cells = claim.CellWeights();
            long[] places = shape.PlacesOfCells();
            for (int cell = 0; cell < cells.Length; cell++)
                weights[places[cell]] += power * cells[cell];
            power *= gamma;
        }

        CombinedTables<TExtension> summand = new(2, static values => values[0] * values[1], Padded<TExtension>(shape, witness.Value(step.Output)), weights);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.MergedValue, summand.ValueOf(0));
        return Claim<TExtension>.AtPoint(shape.CellCounts, point, summand.ValueOf(0));
    }

    private static void Descend<TExtension>(
        ProofWriter writer, Circuit circuit, CoreWitness witness, CircuitStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        switch (step)
        {
            case ReshapeStep reshape:
                claims.Add(reshape.X, AxisGroups.Undo(claim, circuit.Values[reshape.X].Shape, circuit.Values[reshape.Output].Shape));
                break;
            case TransposeStep transpose:
                claims.Add(transpose.X, AxisGroups.Undo(claim, transpose.Order));
                break;
            case TapStep tap:
                claims.Add(tap.X, WindowWeights.BehindTap(tap, claim));
                break;
            case SumStep sum:
                ProveSum(writer, circuit, witness, sum, claim, claims);
                break;
            case LinearStep linear:
                ProveLinear(writer, circuit, witness, linear, claim, claims);
                break;
            case ConvStep conv:
                ProveConv(writer, circuit, witness, conv, claim, claims);
                break;
            case ScaleStep scale:
                SendLimbs(writer, MessageLabel.LimbValues, witness, scale.QuotientLimbs, claim, claims);
                break;
        }
    }

    private static void ProveSum<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, SumStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Claim<TExtension> left = claim.BehindBroadcast(circuit.Values[step.Left].Shape);
        Claim<TExtension> right = claim.BehindBroadcast(circuit.Values[step.Right].Shape);
        TExtension leftSum = left.Weigh(witness.Value(step.Left));
        if (circuit.Values[step.Left].Role != ValueRole.Public)
            writer.Write(MessageLabel.SumValue, leftSum);
        claims.Add(step.Left, left with { Sum = leftSum });
        claims.Add(step.Right, right with { Sum = step.IsDifference ? leftSum - claim.Sum : claim.Sum - leftSum });
    }

    private static void ProveConv<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, ConvStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape axes = new(WindowWeights.SumAxes(step, circuit.Values[step.Weights].Shape).AsSpan());
        CombinedTables<TExtension> summand = new(
            2,
            static values => values[0] * values[1],
            Placed(axes, FoldPlanes(circuit, witness, step, claim)),
            Placed(axes, FoldOutputs(circuit, witness, step, claim)));
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.ConvValues, summand.ValueOf(0), summand.ValueOf(1));
        var at = Claim<TExtension>.AtPoint(axes.CellCounts, point, TExtension.Zero);
        claims.Add(step.X, new(WindowWeights.OfInput(step, claim, at), summand.ValueOf(0)));
        claims.Add(step.Weights, new(WindowWeights.OfWeights(step, claim, at), summand.ValueOf(1)));
    }

    /// <summary>[channels, taps]: Σ over samples and places of their weight times what the window sees, an axis after another.</summary>
    private static TExtension[] FoldPlanes<TExtension>(Circuit circuit, CoreWitness witness, ConvStep step, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = circuit.Values[step.X].Shape;
        long[] x = witness.Value(step.X);
        var cells = new TExtension[x.Length / shape[0]];
        for (int index = 0; index < x.Length; index++)
            cells[index % cells.Length] += claim.Weight[0].Cells[index / cells.Length] * Goldilocks.From(x[index]);
        long inner = 1;
        for (int axis = step.Axes.Length - 1; axis >= 0; axis--)
        {
            cells = FoldAxis(step.Axes[axis], claim.Weight[axis + 2].Cells, cells, inner);
            inner *= step.Axes[axis].TapCount;
        }

        return cells;
    }

    /// <summary>From [outer, cells of the axis, inner] to [outer, taps, inner].</summary>
    private static TExtension[] FoldAxis<TExtension>(WindowAxis axis, TExtension[] places, TExtension[] cells, long inner)
        where TExtension : struct, IExtension<TExtension>
    {
        var folded = new TExtension[cells.Length / axis.InputCount * axis.TapCount];
        for (long index = 0; index < folded.Length; index++)
        {
            (long outer, long tap) = (index / inner / axis.TapCount, index / inner % axis.TapCount);
            for (long place = 0; place < places.Length; place++)
            {
                long cell = axis.CellOf(place, tap);
                if (axis.Contains(cell))
                    folded[index] += places[place] * cells[(((outer * axis.InputCount) + cell) * inner) + (index % inner)];
            }
        }

        return folded;
    }

    /// <summary>[groups, channels of a group, taps]: Σ over the outputs of a group of their weight times W.</summary>
    private static TExtension[] FoldOutputs<TExtension>(Circuit circuit, CoreWitness witness, ConvStep step, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        long[] weights = witness.Value(step.Weights);
        long outputs = circuit.Values[step.Weights].Shape[0];
        long row = weights.Length / outputs;
        var folded = new TExtension[step.GroupCount * row];
        for (long index = 0; index < weights.Length; index++)
        {
            long group = index / row / (outputs / step.GroupCount);
            folded[(group * row) + (index % row)] += claim.Weight[1].Cells[index / row] * Goldilocks.From(weights[index]);
        }

        return folded;
    }

    private static TExtension[] Placed<TExtension>(TensorShape shape, TExtension[] cells)
        where TExtension : struct, IExtension<TExtension>
    {
        var table = new TExtension[1L << shape.VariableCount];
        long[] places = shape.PlacesOfCells();
        for (int cell = 0; cell < cells.Length; cell++)
            table[places[cell]] = cells[cell];
        return table;
    }
}
