using System.Collections.Concurrent;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway.Tests.Proofs;

/// <summary>One proof at a time, in order, called off, failed, put back; with a prover that does what the test says.</summary>
public sealed class ProofQueueTests : IAsyncLifetime
{
    private const int SlowToStop = 0x510;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _folder = new();
    private readonly ConcurrentQueue<ReceiptId> _begun = [];
    private readonly SemaphoreSlim _mayEnd = new(0);
    private readonly SemaphoreSlim _isStopping = new(0);
    private readonly SemaphoreSlim _mayStop = new(0);
    private ProofQueue _queue = null!;

    public ValueTask InitializeAsync()
    {
        _queue = new ProofQueue(ProofStore.Open(_folder.Path), Prove);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Submit_SeveralReceipts_AreProvedOneAtATimeInTheirOrder()
    {
        _queue.Submit(Id(1));
        await WaitUntilAsync(() => _begun.Count == 1);

        Assert.Equal((ProofState.Queued, 1), (_queue.Submit(Id(2)).State, _queue.Find(Id(2))!.BeforeCount));
        Assert.Equal((ProofState.Queued, 2), (_queue.Submit(Id(3)).State, _queue.Find(Id(3))!.BeforeCount));
        Assert.Equal(new ProverProgress(ProverPhase.Steps, 3, 9), _queue.Find(Id(1))!.Progress);
        _mayEnd.Release(3);
        await WaitUntilAsync(() => _queue.Find(Id(3))!.State == ProofState.Done);

        Assert.Equal([Id(1), Id(2), Id(3)], _begun);
        Assert.NotNull(_queue.FindEvidence(Id(2)));
    }

    [Fact]
    public async Task Submit_Again_ChangesNothing()
    {
        _queue.Submit(Id(1));
        await WaitUntilAsync(() => _begun.Count == 1);

        Assert.Equal(ProofState.Running, _queue.Submit(Id(1)).State);
        _mayEnd.Release();
        await WaitUntilAsync(() => _queue.Find(Id(1))!.State == ProofState.Done);

        Assert.Equal(ProofState.Done, _queue.Submit(Id(1)).State);
        Assert.Single(_begun);
    }

    [Fact]
    public async Task Cancel_WhatWaitsAndWhatIsMade_BothEnd()
    {
        _queue.Submit(Id(1));
        await WaitUntilAsync(() => _begun.Count == 1);
        _queue.Submit(Id(2));

        Assert.Equal(ProofState.Cancelled, _queue.Cancel(Id(2))!.State);
        _queue.Cancel(Id(1));
        await WaitUntilAsync(() => _queue.Find(Id(1))!.State == ProofState.Cancelled);

        Assert.Null(_queue.Cancel(Id(9)));
        Assert.Equal([Id(1)], _begun);
        Assert.Equal(ProofState.Queued, _queue.Submit(Id(2)).State);
        _mayEnd.Release();
        await WaitUntilAsync(() => _queue.Find(Id(2))!.State == ProofState.Done);
    }

    /// <summary>A proof that is called off may go on for a moment: whoever asks for it then must not lose what was asked for.</summary>
    [Fact]
    public async Task Submit_WhileItIsCalledOff_MakesItAnew()
    {
        _queue.Submit(Id(SlowToStop));
        await WaitUntilAsync(() => _begun.Count == 1);
        _queue.Cancel(Id(SlowToStop));

        Assert.Equal(ProofState.Queued, _queue.Submit(Id(SlowToStop)).State);
        Assert.True(await _isStopping.WaitAsync(Patience, TestContext.Current.CancellationToken)); // else the first could still take what lets the second end
        _mayStop.Release();
        _mayEnd.Release();
        await WaitUntilAsync(() => _queue.Find(Id(SlowToStop))!.State == ProofState.Done);

        Assert.Equal(2, _begun.Count);
    }

    [Fact]
    public async Task Submit_WhatCannotBeProved_FailsWithTheReasonAndTheNextHasItsTurn()
    {
        _queue.Submit(Id(0xBAD));
        _queue.Submit(Id(1));
        _mayEnd.Release(2);
        await WaitUntilAsync(() => _queue.Find(Id(1))!.State == ProofState.Done);

        Assert.Equal((ProofState.Failed, "step 3 (Slice): No."), (_queue.Find(Id(0xBAD))!.State, _queue.Find(Id(0xBAD))!.Reason));
    }

    [Fact]
    public async Task Submit_MoreThanMayWait_IsRefused()
    {
        _queue.Submit(Id(0));
        await WaitUntilAsync(() => _begun.Count == 1);
        for (int index = 1; index <= ProofQueue.MostWaiting; index++)
            _queue.Submit(Id(index));

        Assert.Throws<NodeBusyException>(() => _queue.Submit(Id(1000)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Dispose_WhileProving_PutsItBackIntoTheQueue()
    {
        _queue.Submit(Id(1));
        await WaitUntilAsync(() => _begun.Count == 1);
        _queue.Submit(Id(2));
        await _queue.DisposeAsync();

        _mayEnd.Release(2);
        _queue = new ProofQueue(ProofStore.Open(_folder.Path), Prove);
        await WaitUntilAsync(() => _queue.Find(Id(1))!.State == ProofState.Done && _queue.Find(Id(2))!.State == ProofState.Done);
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _mayEnd.Dispose();
        _mayStop.Dispose();
        _isStopping.Dispose();
        _folder.Dispose();
    }

    private Evidence Prove(ReceiptId id, ProofWish wish, IProgress<ProverProgress> progress, CancellationToken cancellationToken)
    {
        _begun.Enqueue(id);
        progress.Report(new(ProverPhase.Steps, 3, 9));
        try
        {
            _mayEnd.Wait(cancellationToken);
        }
        catch (OperationCanceledException) when (id == Id(SlowToStop))
        {
            _isStopping.Release();
            _mayStop.Wait(Patience, CancellationToken.None);
            throw;
        }

        return id == Id(0xBAD)
            ? throw new InvalidInputException(InvalidInputKind.Unsupported, "step 3 (Slice)", "No.")
            : new ProofEvidence(new byte[] { 1 }, [], id.Value.ToArray()).ToEvidence();
    }

    private static ReceiptId Id(int number) => new(Digest.Sha256(BitConverter.GetBytes(number)));

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!condition())
            await Task.Delay(5, limit.Token);
    }
}
