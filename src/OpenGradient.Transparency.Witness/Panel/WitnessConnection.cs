using System.Collections.Immutable;
using System.Net;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>One witness, as a log sees it: asked for one checkpoint at a time; whatever it answers is checked.</summary>
internal sealed class WitnessConnection(Uri url, ImmutableArray<PolicyWitness> witnesses, HttpClient http, WitnessPanelOptions options, TimeProvider time)
{
    private readonly Uri _addCheckpoint = new(url.AbsoluteUri.TrimEnd('/') + "/add-checkpoint");
    private ulong _cosignedSize;
    private string? _trouble;
    private int _failures;
    private long _restUntil;

    public ImmutableArray<PolicyWitness> Witnesses => witnesses;

    public WitnessStatus Status => new([.. witnesses.Select(static witness => witness.Name)], url.AbsoluteUri, Volatile.Read(ref _cosignedSize), Volatile.Read(ref _trouble));

    /// <summary>The lines of this witness on a checkpoint: none if it does not answer, refuses or lies.</summary>
    public async Task<ImmutableArray<NoteSignature>> CosignAsync(SignedTree tree, CancellationToken cancellationToken)
    {
        if (time.GetTimestamp() < _restUntil)
            return [];
        try
        {
            ImmutableArray<NoteSignature> lines = await AskAsync(tree, cancellationToken).ConfigureAwait(false);
            _failures = 0;
            Volatile.Write(ref _trouble, null);
            Volatile.Write(ref _cosignedSize, tree.Checkpoint.Size);
            return lines;
        }
        catch (OperationCanceledException)
        {
            // Slow, or the others were enough: that costs little, and it may be quick the next time.
            Volatile.Write(ref _trouble, "it did not answer in time.");
            return [];
        }
        catch (Exception error) when (error is HttpRequestException or IOException or WitnessRefusedException)
        {
            Fail(error.Message);
            return [];
        }
    }

    /// <summary>Asks from the size that it cosigned last, as far as is known; if that is wrong it says which, and is asked once more.</summary>
    private async Task<ImmutableArray<NoteSignature>> AskAsync(SignedTree tree, CancellationToken cancellationToken)
    {
        ulong oldSize = Volatile.Read(ref _cosignedSize);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (oldSize > tree.Checkpoint.Size)
                throw new WitnessRefusedException($"it says that it has cosigned {oldSize} entries of this log, which has signed {tree.Checkpoint.Size}: it lies, or the log was put back to an older state.");
            (HttpStatusCode status, string text) = await PostAsync(tree, oldSize, cancellationToken).ConfigureAwait(false);
            if (status == HttpStatusCode.OK)
                return Check(tree, text);
            if (status != HttpStatusCode.Conflict || !Decimal64.TryParse(text.TrimEnd('\n'), out oldSize))
                throw new WitnessRefusedException($"it answered {(int)status}.");
        }

        throw new WitnessRefusedException("it does not stand by the size that it states.");
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(SignedTree tree, ulong oldSize, CancellationToken cancellationToken)
    {
        if (!tree.TryProveConsistency(oldSize, out ImmutableArray<Digest> proof))
            throw new WitnessRefusedException("a tile that the proof needs is missing; run og log fsck.");
        using ByteArrayContent body = new(new AddCheckpointRequest(oldSize, proof, tree.Note).Format());
        using HttpResponseMessage response = await http.PostAsync(_addCheckpoint, body, cancellationToken).ConfigureAwait(false);
        byte[] text = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return (response.StatusCode, Encoding.UTF8.GetString(text));
    }

    /// <summary>The lines of known keys, all of which must verify; lines of others are left out.</summary>
    private ImmutableArray<NoteSignature> Check(SignedTree tree, string text)
    {
        byte[] body = tree.Checkpoint.FormatBody();
        // An empty line in the answer would make lines before it part of the text: signed as such, they would be wrong on the checkpoint, for everybody who checks it.
        if (!SignedNote.TryParse([.. body, (byte)'\n', .. Encoding.UTF8.GetBytes(text)], out SignedNote? note) || !note.Text.SequenceEqual(body))
            throw new WitnessRefusedException("its answer is no signature line.");
        ImmutableArray<NoteSignature> known = [.. note.Signatures.Where(line => witnesses.Any(witness => witness.Key.KeyHash == line.KeyHash && witness.Key.Name == line.Name))];
        if (witnesses.Any(witness => witness.Key.Check(note, tree.Checkpoint, out _) == NoteVerdict.SignatureInvalid))
            throw new WitnessRefusedException("its signature is not that of the key in the policy.");
        return known.IsEmpty ? throw new WitnessRefusedException("it signed with none of the keys in the policy.") : known;
    }

    private void Fail(string why)
    {
        TimeSpan rest = options.Rest * Math.Pow(2, Math.Min(_failures++, 16));
        _restUntil = time.GetTimestamp() + (long)(Math.Min(rest.TotalSeconds, options.LongestRest.TotalSeconds) * time.TimestampFrequency);
        Volatile.Write(ref _trouble, why);
    }

    private const int MaxAttempts = 3;
}
