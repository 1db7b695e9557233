using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The prover of a <see cref="CoreStatement"/>; proof-1 sections 9 to 11.</summary>
internal static class CoreProver
{
    /// <summary>Proves as the product does, and tells nobody how far it is.</summary>
    /// <inheritdoc cref="Prove{TExtension}(CoreStatement, CoreWitness, CommittedColumns?, IProgress{ProverProgress}?, ProverRandomness, CancellationToken)"/>
    public static byte[] Prove<TExtension>(CoreStatement statement, CoreWitness witness, CommittedColumns? key, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension> => Prove<TExtension>(statement, witness, key, progress: null, ProverRandomness.Secure, cancellation).Bytes;

    /// <summary>Proves a statement about a run.</summary>
    /// <param name="statement">What is to be proved; its outputs must be those of the witness.</param>
    /// <param name="witness">The run.</param>
    /// <param name="key">The weights, as committed to by the key; null for a circuit without.</param>
    /// <param name="progress">Is told what comes next.</param>
    /// <param name="randomness">What hides comes from it, if anything is hidden; other than the secure one in tests only.</param>
    /// <param name="cancellation">Is looked at between steps.</param>
    /// <exception cref="ArgumentException">Private weights come without what counts their proofs, or public ones with it.</exception>
    /// <exception cref="Primitives.InvalidInputException">Private weights have been hidden in as many proofs as they can be.</exception>
    public static CoreProof Prove<TExtension>(
        CoreStatement statement, CoreWitness witness, CommittedColumns? key, IProgress<ProverProgress>? progress, ProverRandomness randomness, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        RequireCounted(statement, key);
        ProofWriter writer = new(statement.Open<TExtension>(), cancellation);
        Circuit circuit = statement.Circuit;
        CommittedColumns? committed = null;
        Next(ProverPhase.Commitment, 0);
        ImmutableArray<long[]> columns = [.. Enumerable.Range(0, circuit.WitnessColumns.Length).Select(witness.Column)];
        committed = CommittedColumns.CreateWitness(statement.Parameters.WitnessShape(circuit), circuit.WitnessColumns, columns, randomness, cancellation);
        writer.WriteBytes(MessageLabel.WitnessRoot, committed.Root);
        Tableau<TExtension>? pads = circuit.Visibility.IsHiding ? PadProver.Begin<TExtension>(writer, statement, randomness) : null;
        ProverClaims<TExtension> claims = new(circuit);
        byte[] opening = circuit.Visibility.HidesInputs ? InputCommitmentProver.Prove(writer, witness, randomness, claims) : [];
        Next(ProverPhase.Lookups, 0);
        ProverTables<TExtension> tables = new();
        LookupProver.Prove(writer, circuit, statement.Parameters.LookupWorkBits, (FieldCells)committed.Committed.Cells, claims, cancellation, tables);
        ClaimOutputs(writer, circuit, witness, claims);
        for (int step = circuit.Steps.Length - 1; step >= 0; step--)
        {
            Next(ProverPhase.Steps, circuit.Steps.Length - 1 - step);
            StepProver.Prove(writer, witness, circuit.Steps[step], claims);
        }

        Next(ProverPhase.Openings, circuit.Steps.Length);
        ColumnsProver.Prove<TExtension>(writer, statement.Parameters, key is null ? [(committed, claims.OfWitness)] : [(committed, claims.OfWitness), (key, claims.OfKey)], randomness, cancellation, tables);
        if (pads is not null)
            PadProver.Finish(writer, statement, pads, cancellation);
        // Durable before: the proof is counted. Durable after: nothing. A proof that was counted and lost is made again at the price of another.
        if (circuit.Visibility.HidesWeights)
            key?.HiddenKey!.Spend();
        return new(writer.Written.ToArray(), opening);

        void Next(ProverPhase phase, int doneCount)
        {
            progress?.Report(new(phase, doneCount, circuit.Steps.Length));
            cancellation.ThrowIfCancellationRequested();
            if (committed is not null && (doneCount == 0 || phase == ProverPhase.Openings))
                ProverMemory.CollectAfter(1L << committed.Committed.Shape.VariableCount);
        }
    }

    /// <summary>Private weights are opened as often, and in as many columns, as their file counts; and not in a proof that does not hide them.</summary>
    private static void RequireCounted(CoreStatement statement, CommittedColumns? key)
    {
        if (key is null)
            return;
        bool isCounted = key.HiddenKey is { } counted && counted.ProofCount == statement.Key.ProofCount && key.Committed.Shape == statement.Parameters.KeyShape(statement.Circuit, counted.ProofCount);
        if (isCounted != statement.Circuit.Visibility.HidesWeights || (key.HiddenKey is not null && !isCounted))
            throw new ArgumentException("Private weights have what counts the proofs of just this key, with just these parameters.", nameof(key));
    }

    /// <summary>That the outputs are those of the witness.</summary>
    public static void ClaimOutputs<TExtension>(ProofWriter writer, Circuit circuit, CoreWitness witness, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        foreach (int value in circuit.BorderOutputs)
        {
            ImmutableArray<long> shape = circuit.Values[value].Shape;
            TExtension[] point = writer.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
            Claim<TExtension> claim = BulkArithmetic<TExtension>.Instance.AtPoint(shape, point);
            claims.Add(value, claim with { Sum = BulkArithmetic<TExtension>.Instance.Weigh(claim, witness.Value(value)) });
        }
    }
}
