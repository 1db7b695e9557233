using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The one writer of the database: takes whatever waits, writes it in one transaction, tells everyone that it is durable.</summary>
/// <remarks>
/// Log indices, for which nobody waits, go with the next receipt, if one comes soon: a commit of their own would keep it waiting for the disk twice.
/// Crash note: a receipt's task completes after the commit that holds it was flushed to disk (WAL, synchronous = FULL). A log
/// index is written with a later commit and may be lost; it is found again in the log on the next start.
/// </remarks>
internal sealed class ReceiptWriter : IAsyncDisposable
{
    private const int MaximumBatch = 512;
    private static readonly TimeSpan IndexDelay = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _setIndex;
    private readonly Action<ReceiptId> _indexWritten;
    private readonly Task _loop;

    public ReceiptWriter(string connectionString, Action<ReceiptId> indexWritten)
    {
        _indexWritten = indexWritten;
        _connection = ReceiptDatabase.OpenWriter(connectionString);
        _insert = CreateInsert(_connection);
        _setIndex = CreateSetIndex(_connection);
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Writes a receipt; completes when it is durable.</summary>
    public Task AddAsync(StoredReceipt receipt)
    {
        TaskCompletionSource durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _queue.Writer.TryWrite(new Work(receipt.Id, receipt, 0, durable)) ? durable.Task : throw new ObjectDisposedException(nameof(ReceiptWriter));
    }

    /// <summary>Notes where in the log a receipt is; written some time later.</summary>
    public void NoteIndex(ReceiptId id, ulong index) => _queue.Writer.TryWrite(new Work(id, null, index, null));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        await _insert.DisposeAsync().ConfigureAwait(false);
        await _setIndex.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private void Run()
    {
        List<Work> batch = new(MaximumBatch);
        Task<bool> next = NextAsync();
        while (next.GetAwaiter().GetResult())
        {
            while (batch.Count < MaximumBatch && _queue.Reader.TryRead(out Work work))
                batch.Add(work);
            next = NextAsync();
            bool canWait = batch.Count < MaximumBatch && batch.TrueForAll(static work => work.Receipt is null);
            if (canWait && next.Wait(IndexDelay) && next.Result)
                continue;
            WriteBatch(batch);
            batch.Clear();
        }
    }

    /// <summary>Completes when there is work, with false when no more will come.</summary>
    private Task<bool> NextAsync() => _queue.Reader.WaitToReadAsync().AsTask();

    /// <summary>Writes in one transaction; if that fails, each work alone, so that one receipt that cannot be stored fails nobody else's.</summary>
    private void WriteBatch(List<Work> batch)
    {
        try
        {
            Commit(batch);
        }
        catch (Exception) when (batch.Count > 1)
        {
            foreach (Work work in batch)
                WriteBatch([work]);
        }
        catch (Exception error)
        {
            // A full or failing disk: whoever waits is told, whatever it was; the loop lives on, for the disk may come back.
            batch[0].Durable?.TrySetException(error);
        }
    }

    private void Commit(List<Work> batch)
    {
        using (SqliteTransaction transaction = _connection.BeginTransaction())
        {
            _insert.Transaction = transaction;
            _setIndex.Transaction = transaction;
            foreach (Work work in batch)
                Write(work);
            transaction.Commit();
        }

        foreach (Work work in batch)
            Complete(work);
    }

    private void Write(Work work)
    {
        if (work.Receipt is { } receipt)
        {
            Insert(receipt);
            return;
        }

        _setIndex.Parameters[0].Value = (long)work.LogIndex;
        _setIndex.Parameters[1].Value = work.Id.Value.ToArray();
        _setIndex.ExecuteNonQuery();
    }

    private void Insert(StoredReceipt receipt)
    {
        object[] values =
        [
            receipt.Id.Value.ToArray(), receipt.Model, (int)receipt.Kind, receipt.IssuedAt, receipt.Envelope.Payload.ToArray(),
            receipt.Envelope.Signatures[0].KeyId, receipt.Envelope.Signatures[0].Sig, receipt.ReceiptSalt, LeafFormat.Write(receipt.InputLeaves), LeafFormat.Write(receipt.OutputLeaves),
        ];
        for (int column = 0; column < values.Length; column++)
            _insert.Parameters[column].Value = values[column];
        _insert.ExecuteNonQuery();
    }

    private void Complete(Work work)
    {
        work.Durable?.TrySetResult();
        if (work.Receipt is null)
            _indexWritten(work.Id);
    }

    private static SqliteCommand CreateInsert(SqliteConnection connection)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO receipts (id, model, kind, issued_at, payload, key_id, signature, receipt_salt, input_leaves, output_leaves)
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
        for (int column = 0; column < 10; column++)
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + column });
        return command;
    }

    private static SqliteCommand CreateSetIndex(SqliteConnection connection)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT OR IGNORE INTO log_entries (sequence, log_index) SELECT sequence, $index FROM receipts WHERE id = $id";
        command.Parameters.Add("$index", SqliteType.Integer);
        command.Parameters.Add("$id", SqliteType.Blob);
        return command;
    }

    /// <summary>A receipt to add, or the log index of one that was added.</summary>
    private readonly record struct Work(ReceiptId Id, StoredReceipt? Receipt, ulong LogIndex, TaskCompletionSource? Durable);
}
