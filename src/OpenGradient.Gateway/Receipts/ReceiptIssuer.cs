using System.Security.Cryptography;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>Makes the receipt of an inference: commits, signs, stores, logs, and only then lets it be promised.</summary>
/// <remarks>
/// Crash note: (1) the receipt is stored durably and, at the same time, its id is appended to the log durably, (2) the client is told. Two
/// flushes of a disk side by side take little more than one. A crash before 2 leaves what nobody was told of: a stored receipt, which the next
/// start appends (<see cref="ReceiptRecovery"/>), or an id in the log whose receipt is lost, which says nothing and stays. A crash after 2
/// loses nothing.
/// </remarks>
internal sealed class ReceiptIssuer(NodeKeys keys, string issuerName, ReceiptStore store, TransparencyLog log, TimeProvider time)
{
    private const int NonceBytes = 32;

    private readonly IssuerStatement _issuer = new(keys.Node.PublicKey.KeyId, issuerName);
    private readonly LogStatement _log = new(keys.Log.VerifierKey.KeyDigest, keys.Log.VerifierKey.Name);
    private readonly ExecutionStatement _floatExecution = new(Program.FloatProfile, Program.Semantics, SemanticsText.Digest);
    private readonly ExecutionStatement _integerExecution = new(Program.IntegerProfile, Program.Semantics, SemanticsText.Digest);

    /// <summary>The time of the issuer's clock, in seconds since 1970-01-01 UTC.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Makes the part of random streams that is not drawn at will.</summary>
    public DrawPrivateKey DrawKey => keys.Draw;

    /// <summary>Signs receipts, and the streams that come before them.</summary>
    public P256PrivateKey Key => keys.Node;

    /// <summary>Draws a provider nonce; to be done before the run it belongs to.</summary>
    public static string DrawNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>Makes the receipt; completes when it is stored and logged, both durably.</summary>
    /// <remarks>Takes no cancellation: what has run has happened, whether or not the client is still there.</remarks>
    public async Task<IssuedReceipt> IssueAsync(InferenceRecord record)
    {
        Receipt receipt = Receipt.Create(State(record));
        DsseEnvelope envelope = DsseEnvelope.Sign(receipt, keys.Node);
        StoredReceipt stored = new()
        {
            Id = receipt.Id,
            Model = record.Model.Published.Name,
            Kind = record.Kind,
            IssuedAt = receipt.Content.IssuedAt,
            Envelope = envelope,
            ReceiptSalt = record.Salts.DangerousExport(),
            InputLeaves = record.Input,
            OutputLeaves = record.Output,
        };
        ulong index = await KeepAsync(stored, isAskedFor: record.ClientNonce.Length > 0 && !record.IsLogDeclined).ConfigureAwait(false);
        return new IssuedReceipt(receipt.Id, envelope) { Stored = stored with { LogIndex = index } };
    }

    /// <summary>Stores and logs a receipt, both durably; returns its place in the log.</summary>
    private async Task<ulong> KeepAsync(StoredReceipt receipt, bool isAskedFor)
    {
        Task stored = store.AddAsync(receipt);
        Task<ulong> logged = LogAsync(receipt.Id, isAskedFor);
        await Task.WhenAll(stored, logged).ConfigureAwait(false);
        ulong index = await logged.ConfigureAwait(false);
        store.NoteIndex(receipt.Id, index);
        return index;
    }

    /// <summary>Logs a receipt. Who sent a nonce is going to verify, if it does not say that the log is nothing to it, and the log's proof can be on its way while the receipt is still being stored.</summary>
    private async Task<ulong> LogAsync(ReceiptId id, bool isAskedFor)
    {
        ulong index = await log.AppendAsync(id, CancellationToken.None).ConfigureAwait(false);
        if (isAskedFor)
            log.Anticipate(index);
        return index;
    }

    /// <summary>What the receipt will say.</summary>
    internal ReceiptContent State(InferenceRecord record) => new()
    {
        Draw = record.Draw,
        Execution = record.Model.Executable.Program.Profile == Program.IntegerProfile ? _integerExecution : _floatExecution,
        Input = CommitmentTree.Build(CommitmentSide.Input, record.Input, record.Salts).Commitment,
        IssuedAt = Now,
        Issuer = _issuer,
        Log = _log,
        Model = new(record.Model.Published.Id, record.Model.Published.Name, record.Model.Published.Manifest.Program),
        Nonce = new(record.ClientNonce, record.ProviderNonce),
        Output = CommitmentTree.Build(CommitmentSide.Output, record.Output, record.Salts).Commitment,
        Finish = record.Finish,
        Sampling = record.Sampling,
        Session = record.Session,
        StartedAt = record.StartedAt,
        Trace = record.Trace,
        Usage = record.Usage,
    };
}
