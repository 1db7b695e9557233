using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="ConvVerifier"/>.</summary>
internal static class ConvProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, ConvStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Circuit circuit = claims.Circuit;
        TensorShape axes = new(WindowWeights.SumAxes(step, circuit.Values[step.Weights].Shape).AsSpan());
        CombinedTables<TExtension> summand = new(
            2,
            static values => values[0] * values[1],
            CellTables.Of(axes, FoldPlanes(circuit, witness, step, claim)),
            CellTables.Of(axes, FoldOutputs(circuit, witness, step, claim)));
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
}
