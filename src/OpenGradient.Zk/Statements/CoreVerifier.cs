using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>The verifier of a <see cref="CoreStatement"/>; proof-1 sections 9 to 11.</summary>
/// <remarks>
/// Statement: the core makes the outputs of the inputs, with the weights behind the key's root.
/// Transcript order: the statement; the witness's root; what commits to private inputs; lookups; border outputs; the steps from the last to the first; openings of witness and key.
/// Soundness error: proof-1 section 13.
/// Does not establish: anything about the floats around the core, or about what the key stands for.
/// </remarks>
internal static class CoreVerifier
{
    /// <summary>Of claims: about 1 GiB.</summary>
    private const long MostHeld = 1L << 26;

    public static ProofFault Verify<TExtension>(CoreStatement statement, ReadOnlySpan<byte> proof)
        where TExtension : struct, IExtension<TExtension>
    {
        if (!statement.IsWellFormed())
            return ProofFault.StatementMalformed;
        ProofReader reader = Read<TExtension>(statement, proof, goesOn: false);
        reader.Require(reader.Transcript.Soundness.Reaches(TExtension.SoundnessBits), ProofFault.TooLittleSoundness);
        return reader.Finish();
    }

    /// <summary>What a false statement could pass by: the terms of a verification, whatever the proof.</summary>
    /// <exception cref="ArgumentException">The statement does not hold together.</exception>
    public static SoundnessLedger Weigh<TExtension>(CoreStatement statement)
        where TExtension : struct, IExtension<TExtension> =>
        statement.IsWellFormed() ? Read<TExtension>(statement, [], goesOn: true).Transcript.Soundness : throw new ArgumentException("The statement does not hold together.", nameof(statement));

    /// <summary>A proof that hides is read by the same code as any other, over numbers with unknowns; what these leave open comes last.</summary>
    private static ProofReader Read<TExtension>(CoreStatement statement, ReadOnlySpan<byte> proof, bool goesOn)
        where TExtension : struct, IExtension<TExtension>
    {
        if (!statement.Circuit.Visibility.IsHiding)
        {
            ProofReader clear = new(proof, statement.Open<TExtension>());
            Run<TExtension>(ref clear, statement, goesOn);
            return clear;
        }

        PadEquations<TExtension> equations = new();
        ProofReader padded = new(proof, statement.Open<TExtension>(), equations);
        byte[] padRoot = Run<Affine<TExtension>>(ref padded, statement, goesOn);
        if (goesOn || padded.Fault == ProofFault.None)
            TableauVerifier.Verify(ref padded, equations, statement.Parameters.Queries, statement.Parameters.LogInverseRate, padRoot);
        return padded;
    }

    /// <summary>All but what pads have to fulfil; returns the root of these, if there are any.</summary>
    /// <param name="reader">Of the proof.</param>
    /// <param name="statement">What it is about.</param>
    /// <param name="goesOn">Whether to go on behind a fault, where all challenges are to be counted; otherwise bytes that prove nothing cost next to nothing.</param>
    /// <param name="mostHeld">So many numbers of E may claims keep at a time.</param>
    public static byte[] Run<TExtension>(ref ProofReader reader, CoreStatement statement, bool goesOn, long mostHeld = MostHeld)
        where TExtension : struct, IExtension<TExtension>
    {
        (Circuit circuit, ProofParameters parameters) = (statement.Circuit, statement.Parameters);
        SoundnessLedger soundness = reader.Transcript.Soundness;
        byte[] root = [.. reader.ReadBytes(MessageLabel.WitnessRoot, Keccak256.DigestBytes)];
        byte[] padRoot = circuit.Visibility.IsHiding ? [.. reader.ReadBytes(MessageLabel.PadRoot, Keccak256.DigestBytes)] : [];
        VerifierClaims<TExtension> claims = new(statement, mostHeld);
        PlacedColumns witnessColumns = new(circuit.WitnessColumns);
        PlacedColumns? keyColumns = circuit.KeyColumns.IsEmpty ? null : new(circuit.KeyColumns);
        soundness.Part = "inputs";
        if (circuit.Visibility.HidesInputs)
            InputCommitment.Verify(ref reader, claims);
        soundness.Part = "lookups";
        LookupVerifier.Verify(ref reader, new LookupLayout(circuit, witnessColumns), parameters.LookupWorkBits, claims);
        soundness.Part = "outputs";
        ClaimOutputs(ref reader, statement, claims);
        soundness.Part = "steps";
        foreach (CircuitStep step in circuit.Steps.Reverse())
        {
            if (!goesOn && reader.Fault != ProofFault.None)
                return padRoot;
            StepVerifier.Verify(ref reader, step, claims);
            if (!claims.IsTooLarge)
                continue;
            reader.Require(false, ProofFault.StatementTooLarge);
            soundness.AddCertainty();
            return padRoot;
        }

        soundness.Part = "openings";
        CommittedClaims<TExtension> witness = new(parameters.WitnessShape(circuit.Visibility, witnessColumns.Layout, keyColumns?.Layout), root, witnessColumns, claims.OfWitness);
        if (keyColumns is null)
            ColumnsVerifier.Verify(ref reader, parameters, witness);
        else
            ColumnsVerifier.Verify(ref reader, parameters, witness, new(parameters.KeyShape(circuit.Visibility, keyColumns.Layout, statement.Key.ProofCount), [.. statement.Key.Root], keyColumns, claims.OfKey));
        return padRoot;
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
}
