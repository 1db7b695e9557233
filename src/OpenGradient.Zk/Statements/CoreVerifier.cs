using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>The verifier of a <see cref="CoreStatement"/>; proof-1 sections 9 to 11.</summary>
/// <remarks>
/// Statement: the core makes the outputs of the inputs, with the weights behind the key's root.
/// Transcript order: the statement; the witness's root; lookups; border outputs; the steps from the last to the first; openings of witness and key.
/// Soundness error: proof-1 section 13.
/// Does not establish: anything about the floats around the core, or about what the key stands for.
/// </remarks>
internal static class CoreVerifier
{
    public static ProofFault Verify<TExtension>(CoreStatement statement, ReadOnlySpan<byte> proof)
        where TExtension : struct, IExtension<TExtension>
    {
        if (!statement.IsWellFormed())
            return ProofFault.StatementMalformed;
        ProofReader reader = new(proof, statement.Open<TExtension>());
        ReadOnlySpan<byte> root = reader.ReadBytes(MessageLabel.WitnessRoot, Keccak256.DigestBytes);
        VerifierClaims<TExtension> claims = new(statement);
        LookupVerifier.Verify(ref reader, statement.Circuit, claims);
        ClaimOutputs(ref reader, statement, claims);
        foreach (CircuitStep step in statement.Circuit.Steps.Reverse())
            StepVerifier.Verify(ref reader, step, claims);
        VerifyOpening(ref reader, statement.Parameters, statement.Circuit.WitnessColumns, claims.OfWitness, root);
        if (!statement.Circuit.KeyColumns.IsEmpty)
            VerifyOpening(ref reader, statement.Parameters, statement.Circuit.KeyColumns, claims.OfKey, statement.Key.Root.AsSpan());
        return reader.Finish();
    }

    private static void ClaimOutputs<TExtension>(ref ProofReader reader, CoreStatement statement, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        for (int index = 0; index < statement.Outputs.Length; index++)
        {
            int value = statement.Circuit.BorderOutputs[index];
            ImmutableArray<long> shape = statement.Circuit.Values[value].Shape;
            TExtension[] point = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
            var claim = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
            claims.Add(ref reader, value, claim with { Sum = claim.Weigh(statement.Outputs[index]) });
        }
    }

    private static void VerifyOpening<TExtension>(
        ref ProofReader reader, ProofParameters parameters, ImmutableArray<TensorShape> columns, IReadOnlyList<ColumnClaim<TExtension>> claims, ReadOnlySpan<byte> root)
        where TExtension : struct, IExtension<TExtension>
    {
        ColumnLayout layout = new([.. columns.Select(static column => column.VariableCount)]);
        TExtension gamma = reader.Transcript.Challenge<TExtension>();
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, Combined(gamma, claims, static claim => claim.Claim.Sum), layout.VariableCount, degree: 2);
        TExtension value = reader.ReadOne<TExtension>(MessageLabel.FinalValue);
        TExtension weight = Combined(gamma, claims, claim =>
            layout.PlaceWeight<TExtension>(claim.Column, point) * claim.Claim.WeightAt(layout.Inside<TExtension>(claim.Column, point), columns[claim.Column].CellCounts));
        reader.RequireEqual(value * weight, last, ProofFault.ClaimsDiffer);
        OpeningVerifier.Verify(ref reader, parameters.ShapeOf(layout.VariableCount), parameters.Queries, root, point, value);
    }

    /// <summary>Σ γ^i f(claim i).</summary>
    private static TExtension Combined<TExtension>(TExtension gamma, IReadOnlyList<ColumnClaim<TExtension>> claims, Func<ColumnClaim<TExtension>, TExtension> of)
        where TExtension : struct, IExtension<TExtension>
    {
        (TExtension sum, TExtension power) = (TExtension.Zero, TExtension.One);
        foreach (ColumnClaim<TExtension> claim in claims)
        {
            sum += power * of(claim);
            power *= gamma;
        }

        return sum;
    }
}
