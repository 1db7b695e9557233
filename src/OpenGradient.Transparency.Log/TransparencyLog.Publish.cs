namespace OpenGradient.Transparency.Log;

/// <content>The way of a signed checkpoint past the witnesses to the public.</content>
public sealed partial class TransparencyLog
{
    private Task<bool>? _nextSigning;

    /// <summary>Asks the witnesses about the latest signed checkpoint, publishes it with what they signed, and so on.</summary>
    /// <remarks>
    /// One round at a time: checkpoints that are signed meanwhile are passed over but for the last, so a slow witness makes rounds longer and
    /// never more. A checkpoint that no quorum cosigns in time is published as it is: whoever demands a quorum sees that there is none.
    /// </remarks>
    private async Task WitnessAsync()
    {
        if (_options.Witnesses is not { } witnesses)
            return;
        DurableFiles files = new(_layout, "published-");
        TreeSnapshot last = _state.Integrator.Written;
        bool isQuorum = false;
        while (await WaitForSigningAsync(isQuorum).ConfigureAwait(false))
        {
            TreeSnapshot signed = _state.Integrator.Written;
            // Of one tree, what witnesses have signed already is kept.
            TreeSnapshot known = signed.Checkpoint.Size == last.Checkpoint.Size ? last : signed;
            Cosignatures cosignatures = await witnesses.CosignAsync(new SignedTree(known.Checkpoint, [.. known.Note], known), CancellationToken.None).ConfigureAwait(false);
            isQuorum = cosignatures.IsQuorum;
            last = known with { Note = _signer.WithLines(known.Note, cosignatures.Lines) };
            if (!TryWrite("checkpoint", () => WriteCheckpoint(files, last)))
            {
                End();
                return;
            }

            Publish(last);
        }
    }

    /// <summary>Waits for a checkpoint, or until it is time to ask again about one without a quorum; false when the log has closed.</summary>
    private async Task<bool> WaitForSigningAsync(bool isQuorum)
    {
        _nextSigning ??= _signings.Reader.WaitToReadAsync().AsTask();
        if (!isQuorum && await IsTimeToAskAgainAsync(_nextSigning).ConfigureAwait(false))
            return true;
        bool isOpen = await _nextSigning.ConfigureAwait(false);
        _nextSigning = null;
        _signings.Reader.TryRead(out _);
        return isOpen;
    }

    private async Task<bool> IsTimeToAskAgainAsync(Task signing)
    {
        Task delay = Task.Delay(_options.WitnessRetry, _time, _closing.Token);
        return await Task.WhenAny(signing, delay).ConfigureAwait(false) == delay && !_closing.IsCancellationRequested;
    }

    /// <remarks><b>Crash.</b> The old or the new checkpoint, whole; <see cref="LogLayout.Signed"/> is not older than either.</remarks>
    private void WriteCheckpoint(DurableFiles files, TreeSnapshot published)
    {
        files.Write(_layout.Checkpoint, published.Note);
        files.Flush();
    }
}
