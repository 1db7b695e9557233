using System.Collections.Immutable;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Execution;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Proving;

/// <summary>A bundle with a proof of what its receipt says.</summary>
/// <param name="Bundle">The bytes.</param>
/// <param name="IsProved">Whether the verifier accepts the proof.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Opening">What shows which input the proof hides; empty if it hides none.</param>
internal sealed record ProvenBundle(byte[] Bundle, bool IsProved, string Reason, ReadOnlyMemory<byte> Opening)
{
    /// <summary>A bundle whose proof hides its input, without that input and what shows which one it is.</summary>
    /// <remarks>Of any other bundle nothing is taken away.</remarks>
    public static Bundle Withhold(Bundle bundle, out ReadOnlyMemory<byte> opening)
    {
        opening = default;
        Evidence? evidence = bundle.Evidence.FirstOrDefault(static evidence => evidence.Type == ProofEvidence.Type);
        if (evidence is null || !ProofEvidence.TryRead(evidence.Json, out ProofEvidence? proof) || proof.Opening.IsEmpty)
            return bundle;
        opening = proof.Opening;
        return bundle with
        {
            Evidence = bundle.Evidence.Replace(evidence, (proof with { Opening = default }).ToEvidence()),
            Disclosures = [.. bundle.Disclosures.Where(static disclosure => disclosure.Side != CommitmentSide.Input)],
        };
    }

    /// <summary>Runs the receipt's Program again, proves it and adds the proof; one that was there before is replaced. An input that the proof hides is taken out of the bundle.</summary>
    /// <exception cref="InvalidInputException">The bundle is malformed, does not disclose everything, or its model is not at hand or cannot be proved.</exception>
    public static ProvenBundle Create(string name, byte[] bytes, string[] places, ProverOptions options, ProofKeyStore keys, PhaseClock clock, CancellationToken cancellation)
    {
        clock.Begin("read");
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        VerificationReport report = BundleVerifier.Verify(bytes, Policy.Default, now);
        if (report.Receipt is not { } receipt || !Receipts.Bundle.TryParse(bytes, out Bundle? bundle, out _))
            throw new InvalidInputException(InvalidInputKind.Malformed, name, report.Rows[0].Reason);
        if (report.Rows.FirstOrDefault(static row => row.Kind is RowKind.Input or RowKind.Output && row.Code != VerificationCode.Ok) is { } hidden)
            throw new InvalidInputException(InvalidInputKind.Invalid, name, $"only a receipt with all of its input and output disclosed can be proved: {hidden.Reason}");
        using OpenedModel model = new ModelLocator(places).Open(receipt.Content.Model, out ReexecutionResult fault)
            ?? throw new InvalidInputException(InvalidInputKind.NotFound, name, fault.Reason);
        var prover = ModelProver.Create(model.Program, model.Constants);
        clock.Begin("run again");
        Evidence evidence = ReceiptProver.Prove(
            Executable.Load(model.Program, model.Constants), prover, receipt.Content, LeavesOf(bundle, CommitmentSide.Input), LeavesOf(bundle, CommitmentSide.Output), keys.Complete(options, model.Program.Id), clock, cancellation);
        clock.Begin("verify");
        Bundle proven = bundle with { Evidence = [.. bundle.Evidence.Where(static old => old.Type != ProofEvidence.Type), evidence] };
        ReportRow row = BundleVerifier.Verify(proven.ToBytes(), Policy.Default, now).Rows.First(static row => row.Kind == RowKind.Proof);
        return new(Withhold(proven, out ReadOnlyMemory<byte> opening).ToBytes(), row.IsValid, row.Reason, opening);
    }

    private static ImmutableArray<CommitmentLeaf> LeavesOf(Bundle bundle, CommitmentSide side) =>
        [.. bundle.Disclosures.Where(disclosure => disclosure.Side == side).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf)];
}
