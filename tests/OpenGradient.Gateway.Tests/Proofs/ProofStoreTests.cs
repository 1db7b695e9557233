using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Proofs;

/// <summary>What is left of proofs when a node dies.</summary>
public sealed class ProofStoreTests : IDisposable
{
    private static readonly ReceiptId Id = new(Digest.Sha256("a receipt"u8));

    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public void Open_AfterACrashWhileProving_TheProofHasFailedAndSaysSo()
    {
        ProofStore.Open(_folder.Path).Set(Id, ProofState.Running, "");

        ProofStatus? status = ProofStore.Open(_folder.Path).Find(Id);

        Assert.Equal(ProofState.Failed, status?.State);
        Assert.Contains("stopped while", status?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterACrashWhileWaiting_TheProofStillWaits()
    {
        ProofStore.Open(_folder.Path).Set(Id, ProofState.Queued, "");

        Assert.Equal([Id], ProofStore.Open(_folder.Path).Find(ProofState.Queued));
    }

    [Fact]
    public void Complete_ThenOpen_TheEvidenceIsThereWhateverTheStateSays()
    {
        ProofStore store = ProofStore.Open(_folder.Path);
        Evidence evidence = new ProofEvidence(new byte[] { 1 }, [new byte[] { 2 }], new byte[] { 3 }).ToEvidence();
        store.Complete(Id, evidence);
        store.Set(Id, ProofState.Running, ""); // a crash came before the state was taken away

        ProofStore later = ProofStore.Open(_folder.Path);

        Assert.Equal(ProofState.Done, later.Find(Id)?.State);
        Assert.True(ProofEvidence.TryRead(later.FindEvidence(Id)!.Json, out ProofEvidence? read));
        Assert.Equal([3], read.Proof.ToArray());
    }

    [Fact]
    public void Find_DamagedFiles_AreFailedAndNoEvidence()
    {
        ProofStore store = ProofStore.Open(_folder.Path);
        File.WriteAllText(Path.Combine(_folder.Path, $"{Id}.state"), "done?");
        Assert.Equal(ProofState.Failed, store.Find(Id)?.State);

        File.WriteAllText(Path.Combine(_folder.Path, $"{Id}.evidence"), "{\"type\":");
        Assert.Null(store.FindEvidence(Id));
        Assert.Null(store.Find(new ReceiptId(Digest.Sha256("another"u8))));
    }

    public void Dispose() => _folder.Dispose();
}
