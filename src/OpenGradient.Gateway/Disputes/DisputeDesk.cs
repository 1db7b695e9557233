using OpenGradient.Execution.Disputes;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>Where the node answers for receipts that it signed: one dispute at a time, on a thread of the lowest priority.</summary>
/// <remarks>
/// A challenger that says nothing for two minutes, or takes more than an hour, makes room for the next. Nothing is kept on disk: after a restart a
/// dispute begins anew. Safe for use from many threads.
/// </remarks>
internal sealed class DisputeDesk(ReceiptStore receipts, ModelHost models, NodeKeys keys, long memoryBytes, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan MostSilence = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _desk = new(1, 1); // of all that follows
    private Defence? _current;
    private long _begun;
    private long _heard;

    /// <summary>Begins a dispute, and says the first thing in it.</summary>
    /// <exception cref="NodeBusyException">Another one is under way.</exception>
    /// <exception cref="InvalidInputException">The opening is none, or the receipt cannot be disputed here.</exception>
    public Task<DefenceReply> OpenAsync(ReceiptId id, DsseEnvelope opening, P256PublicKey challenger, CancellationToken cancellation)
    {
        // First of all: whoever only knows a challenger's key must not end its dispute with that.
        if (!DisputeOpening.TryOpen(opening, challenger, out DisputeOpening? read) || read.Receipt != id)
            throw new InvalidInputException(InvalidInputKind.Malformed, "opening", "This is no opening of a dispute about this receipt by the key that comes with it.");
        return AtDeskAsync(
            token =>
            {
                if (_current is { IsOver: false } current && current.Challenger.KeyId != challenger.KeyId && !IsGivenUp())
                    throw new NodeBusyException(MostSilence);
                Close();
                Defence defence = Begin(opening, read, challenger, token);
                (_current, _begun) = (defence, time.GetTimestamp());
                return defence.Answer(null);
            },
            cancellation);
    }

    /// <summary>Answers a challenger.</summary>
    /// <exception cref="InvalidInputException">There is no such dispute, or the message is none that is due in it.</exception>
    public Task<DefenceReply> AnswerAsync(ReceiptId id, DsseEnvelope message, CancellationToken cancellation) => AtDeskAsync(
        _ => _current is { } current && current.Receipt == id && !IsGivenUp()
            ? current.Answer(message)
            : throw new InvalidInputException(InvalidInputKind.NotFound, "message", "No dispute about this receipt is under way: open one."),
        cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _desk.WaitAsync().ConfigureAwait(false);
        Close();
        _desk.Dispose();
        _stop.Dispose();
    }

    private Defence Begin(DsseEnvelope opening, DisputeOpening read, P256PublicKey challenger, CancellationToken cancellation)
    {
        StoredReceipt stored = receipts.Find(read.Receipt) ?? throw new InvalidInputException(InvalidInputKind.NotFound, "id", "This node has signed no receipt with this id.");
        if (!stored.Envelope.IsSignedBy(keys.Node.PublicKey))
            throw new InvalidInputException(InvalidInputKind.Unsupported, "id", "The key that signed this receipt has been replaced since: nobody can answer for it any more.");
        if (!Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _) || models.Store.Find(receipt.Content.Model.Id.ToString()) is not { } published)
            throw new InvalidInputException(InvalidInputKind.NotFound, "model", "The receipt's model is not on this node any more.");
        OpenedModel model = models.Store.Open(published.Manifest);
        try
        {
            return Defence.Begin(stored, model, keys.Node, opening, read, challenger, new DisputeLimits(memoryBytes) { IsOnOneThread = true }, cancellation);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Does one thing at a time; whoever comes while something is done is told to come again.</summary>
    private async Task<DefenceReply> AtDeskAsync(Func<CancellationToken, DefenceReply> work, CancellationToken cancellation)
    {
        if (!await _desk.WaitAsync(TimeSpan.Zero, cancellation).ConfigureAwait(false))
            throw new NodeBusyException(MostSilence);
        try
        {
            using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
            DefenceReply reply = await LowPriority.RunAsync(() => work(both.Token)).ConfigureAwait(false);
            _heard = time.GetTimestamp();
            return reply;
        }
        finally
        {
            _desk.Release();
        }
    }

    private bool IsGivenUp() => time.GetElapsedTime(_heard) > MostSilence || time.GetElapsedTime(_begun) > MostTime;

    private void Close()
    {
        _current?.Dispose();
        _current = null;
    }
}
