using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Building;
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

/// <summary>The prover of <see cref="MatMulVerifier"/>.</summary>
internal static class MatMulProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, MatMulStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        (ImmutableArray<long> a, ImmutableArray<long> b) = (claims.Circuit.Values[step.A].Shape, claims.Circuit.Values[step.B].Shape);
        ImmutableArray<long> batch = claims.Circuit.Values[step.Output].Shape[..^2];
        TensorShape axes = new([.. batch, a[^1]]);
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Product(
            RepeatedWeights(axes, claim),
            CellTables.Of(axes, Spread(FoldRows(witness.Value(step.A), a, claim.Weight[^2].Cells), a[..^2], axes)),
            CellTables.Of(axes, Spread(FoldColumns(witness.Value(step.B), claim.Weight[^1].Cells), b[..^2], axes)));
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.MatMulValues, summand.ValueOf(1), summand.ValueOf(2));
        ImmutableArray<WeightFactor<TExtension>> at = BulkArithmetic<TExtension>.Instance.AtPoint(axes.CellCounts, point).Weight;
        claims.Add(step.A, new Claim<TExtension>([.. at[..^1], claim.Weight[^2], at[^1]], summand.ValueOf(1)).BehindBroadcast(a));
        claims.Add(step.B, new Claim<TExtension>([.. at, claim.Weight[^1]], summand.ValueOf(2)).BehindBroadcast(b));
    }

    /// <summary>The weight of each matrix, at every place along the summed axis.</summary>
    private static TExtension[] RepeatedWeights<TExtension>(TensorShape axes, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape batch = new(axes.CellCounts.AsSpan()[..^1]);
        TExtension[] weights = CellTables.Of(batch, BulkArithmetic<TExtension>.Joined(claim.Weight[..^2]));
        var table = new TExtension[1L << axes.VariableCount];
        int depth = table.Length / weights.Length;
        for (int matrix = 0; matrix < weights.Length; matrix++)
            Array.Fill(table, weights[matrix], matrix * depth, depth);
        return table;
    }

    /// <summary>[matrices, k]: Σ over the rows of a matrix of their weight times the row.</summary>
    private static TExtension[] FoldRows<TExtension>(long[] elements, ImmutableArray<long> shape, TExtension[] rows)
        where TExtension : struct, IExtension<TExtension>
    {
        int depth = (int)shape[^1];
        int matrix = rows.Length * depth;
        var folded = new TExtension[elements.Length / rows.Length];
        for (int index = 0; index < elements.Length / matrix; index++)
            BulkArithmetic<TExtension>.Instance.SumRows(rows, elements[(index * matrix)..((index + 1) * matrix)], depth, depth).CopyTo(folded, index * depth);
        return folded;
    }

    /// <summary>[matrices, k]: Σ over the columns of a matrix of their weight times the column.</summary>
    private static TExtension[] FoldColumns<TExtension>(long[] elements, TExtension[] columns)
        where TExtension : struct, IExtension<TExtension>
    {
        var folded = new TExtension[elements.Length / columns.Length];
        for (int row = 0; row < folded.Length; row++)
            folded[row] = BulkArithmetic<TExtension>.Instance.Inner(columns, elements, row * columns.Length);
        return folded;
    }

    /// <summary>From as many matrices as a factor has to as many as it is broadcast to.</summary>
    private static TExtension[] Spread<TExtension>(TExtension[] folded, ImmutableArray<long> batch, TensorShape axes)
        where TExtension : struct, IExtension<TExtension> =>
        StridedCells.Gather(folded, axes.CellCounts, StridedCells.Strides([.. batch, axes.CellCounts[^1]], axes.CellCounts));
}
