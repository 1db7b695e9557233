using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Lookups;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Lookups;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The prover of <see cref="LookupVerifier"/>.</summary>
internal static class LookupProver
{
    /// <param name="writer">The channel.</param>
    /// <param name="circuit">The core.</param>
    /// <param name="workBits">Before the challenges.</param>
    /// <param name="witness">The vector that was committed to.</param>
    /// <param name="claims">Gets those that the lookups leave.</param>
    /// <param name="cancellation">Is looked at between stretches of fractions, and during the search for a nonce.</param>
    /// <param name="tables">Get those that the openings can use.</param>
    public static void Prove<TExtension>(ProofWriter writer, Circuit circuit, int workBits, FieldCells witness, ProverClaims<TExtension> claims, CancellationToken cancellation, ProverTables<TExtension>? tables = null)
        where TExtension : struct, IExtension<TExtension>
    {
        writer.WriteWork(workBits, cancellation);
        TExtension alpha = writer.Transcript.Challenge<TExtension>();
        TExtension beta = writer.Transcript.Challenge<TExtension>();
        LookupLayout layout = new(circuit);
        LookupFractions<TExtension> fractions = new(circuit, layout, witness, alpha, beta);
        FractionClaim<TExtension> claim = FractionalSumProver.Prove(writer, fractions, tables ?? new(), cancellation);
        claims.AddLookups(LookupVerifier.ClaimsOf(circuit, layout, alpha, beta, claim));
    }
}
