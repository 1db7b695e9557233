using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
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
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Product(
            CellTables.Of(axes, FoldPlanes(circuit, witness, step, claim)), CellTables.Of(axes, FoldOutputs(circuit, witness, step, claim)));
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
        long[] x = witness.Value(step.X);
        long samples = circuit.Values[step.X].Shape[0];
        int inner = (int)step.Axes.Aggregate(1L, static (product, axis) => product * axis.InputCount);
        TExtension[]? cells = samples == 1 ? null : BulkArithmetic<TExtension>.Instance.SumAxis(x, (int)(x.Length / samples), [claim.Weight[0].Cells]);
        for (int axis = 0; axis < step.Axes.Length; axis++)
        {
            TExtension[][] weights = TapWeights(step.Axes[axis], claim.Weight[axis + 2].Cells, samples == 1 && axis == 0 ? claim.Weight[0].Cells[0] : TExtension.One);
            inner /= (int)step.Axes[axis].InputCount;
            cells = cells is null ? BulkArithmetic<TExtension>.Instance.SumAxis(x, inner, weights) : BulkArithmetic<TExtension>.Instance.SumAxis(cells, inner, weights);
        }

        return cells!;
    }

    /// <summary>For each tap the weights of the cells of the axis: those of the places that see them with it.</summary>
    private static TExtension[][] TapWeights<TExtension>(WindowAxis axis, TExtension[] places, TExtension factor)
        where TExtension : struct, IExtension<TExtension>
    {
        var weights = new TExtension[axis.TapCount][];
        for (int tap = 0; tap < weights.Length; tap++)
        {
            var taps = new TExtension[axis.TapCount];
            taps[tap] = factor;
            weights[tap] = WindowWeights.Spread<TExtension>(axis, places, taps);
        }

        return weights;
    }

    /// <summary>[groups, channels of a group, taps]: Σ over the outputs of a group of their weight times W.</summary>
    private static TExtension[] FoldOutputs<TExtension>(Circuit circuit, CoreWitness witness, ConvStep step, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        WeightElements weights = witness.Weight(step.Weights);
        int outputs = (int)circuit.Values[step.Weights].Shape[0];
        int row = weights.Count / outputs;
        int groupOutputs = outputs / step.GroupCount;
        var folded = new TExtension[step.GroupCount * row];
        for (int group = 0; group < step.GroupCount; group++)
        {
            int first = group * groupOutputs;
            WeightRows.Fold(weights, first * row, claim.Weight[1].Cells[first..(first + groupOutputs)], row, row).CopyTo(folded, group * row);
        }

        return folded;
    }
}
