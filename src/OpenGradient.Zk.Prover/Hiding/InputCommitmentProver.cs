using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>The prover of <see cref="InputCommitment"/>.</summary>
internal static class InputCommitmentProver
{
    /// <summary>Commits to the inputs, and claims of them what later shows that they are the proved ones; returns the opening.</summary>
    /// <remarks>To be called before any other number is sent: it is the first pads that are kept in the opening.</remarks>
    public static byte[] Prove<TExtension>(ProofWriter writer, CoreWitness witness, ProverRandomness randomness, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Circuit circuit = witness.Circuit;
        byte[] opening = [.. randomness.DrawBytes(InputCommitment.SaltBytes), .. writer.NextPads(circuit.BorderInputs.Length * TExtension.Degree)];
        ImmutableArray<long[]> inputs = [.. circuit.BorderInputs.Select(witness.Value)];
        writer.WriteBytes(MessageLabel.InputCommitment, InputCommitment.Hash(circuit, inputs, opening));
        foreach (int value in circuit.BorderInputs)
        {
            Claim<TExtension> claim = InputCommitment.Draw<TExtension>(writer.Transcript, circuit.Values[value].Shape);
            TExtension sum = BulkArithmetic<TExtension>.Instance.Weigh(claim, witness.Value(value));
            writer.Write(MessageLabel.InputValue, sum);
            claims.Add(value, claim with { Sum = sum });
        }

        return opening;
    }
}
