using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>All receipts that this node has signed, in DATA/node.db. Safe for use from many threads.</summary>
internal sealed class ReceiptStore : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly ReceiptWriter _writer;

    // Indices that the log has given and the database does not hold yet. The writer takes an entry out only after its row
    // is committed, so a reader looks here before it asks the database: in the other order an index could slip between.
    private readonly ConcurrentDictionary<ReceiptId, ulong> _unwrittenIndices = new();

    private ReceiptStore(string connectionString)
    {
        _connectionString = connectionString;
        _writer = new ReceiptWriter(connectionString, id => _unwrittenIndices.TryRemove(id, out _));
    }

    /// <summary>Opens the database; makes it if it is not there.</summary>
    public static ReceiptStore Open(string path)
    {
        // It holds what clients sent. The files that SQLite puts beside it get the same mode.
        PrivateFile.CreateIfMissing(path);
        return new ReceiptStore(ReceiptDatabase.ConnectionString(path));
    }

    /// <summary>Stores a receipt; completes when it is durable.</summary>
    public Task AddAsync(StoredReceipt receipt) => _writer.AddAsync(receipt);

    /// <summary>Notes where in the log a stored receipt is.</summary>
    public void NoteIndex(ReceiptId id, ulong index)
    {
        _unwrittenIndices[id] = index;
        _writer.NoteIndex(id, index);
    }

    /// <summary>The receipt with this id; null if this node did not sign it.</summary>
    public StoredReceipt? Find(ReceiptId id)
    {
        ulong? unwritten = _unwrittenIndices.TryGetValue(id, out ulong index) ? index : null;
        using SqliteConnection connection = OpenReader();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, model, kind, issued_at, payload, key_id, signature, receipt_salt, input_leaves, output_leaves, log_index
            FROM receipts LEFT JOIN log_entries USING (sequence) WHERE id = $id
            """;
        command.Parameters.AddWithValue("$id", id.Value.ToArray());
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? ReadReceipt(reader, unwritten) : null;
    }

    /// <summary>The receipt with this provider nonce, by which a stream is known before its receipt has an id; null if this node did not sign it.</summary>
    public StoredReceipt? FindByNonce(string providerNonce)
    {
        using SqliteConnection connection = OpenReader();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT id FROM receipts WHERE {ReceiptDatabase.ProviderNonce} = $nonce";
        command.Parameters.AddWithValue("$nonce", providerNonce);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? Find(ReadId(reader)) : null;
    }

    /// <summary>The last receipt of a session; null if there is none.</summary>
    public ReceiptId? FindLastOfSession(Digest session) => ListSession(session, "DESC LIMIT 1") is [var last] ? last : null;

    /// <summary>All receipts of a session, in their order.</summary>
    public IReadOnlyList<ReceiptId> ListSession(Digest session) => ListSession(session, "ASC");

    private List<ReceiptId> ListSession(Digest session, string order)
    {
        using SqliteConnection connection = OpenReader();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant.
        command.CommandText = $"SELECT id FROM receipts WHERE {ReceiptDatabase.Session} = $session ORDER BY sequence {order}";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$session", session.ToString());
        using SqliteDataReader reader = command.ExecuteReader();
        List<ReceiptId> list = [];
        while (reader.Read())
            list.Add(ReadId(reader));
        return list;
    }

    /// <summary>The newest receipts first; with <paramref name="before"/>, those older than that one.</summary>
    public IReadOnlyList<ReceiptSummary> List(int limit, ReceiptId? before)
    {
        Dictionary<ReceiptId, ulong> unwritten = new(_unwrittenIndices);
        using SqliteConnection connection = OpenReader();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, model, kind, issued_at, log_index FROM receipts LEFT JOIN log_entries USING (sequence)
            WHERE $before IS NULL OR sequence < (SELECT sequence FROM receipts WHERE id = $before)
            ORDER BY sequence DESC LIMIT $limit
            """;
        command.Parameters.AddWithValue("$limit", limit);
        command.Parameters.AddWithValue("$before", before is { } id ? id.Value.ToArray() : DBNull.Value);
        using SqliteDataReader reader = command.ExecuteReader();
        List<ReceiptSummary> list = [];
        while (reader.Read())
            list.Add(ReadSummary(reader, unwritten));
        return list;
    }

    /// <summary>The receipts that are stored and have no place in the log, oldest first.</summary>
    public IReadOnlyList<ReceiptId> ListUnlogged()
    {
        using SqliteConnection connection = OpenReader();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT id FROM receipts WHERE NOT EXISTS (SELECT 1 FROM log_entries WHERE log_entries.sequence = receipts.sequence) ORDER BY sequence
            """;
        using SqliteDataReader reader = command.ExecuteReader();
        List<ReceiptId> list = [];
        while (reader.Read())
            list.Add(ReadId(reader));
        return list;
    }

    /// <summary>One more than the largest log index on record; 0 if there is none.</summary>
    public ulong NextLogIndex()
    {
        using SqliteConnection connection = OpenReader();
        using SqliteCommand command = connection.CreateCommand();
        // Indices rise with sequences but for what is under way at the same time: the newest entries hold the largest index.
        command.CommandText = "SELECT COALESCE(MAX(log_index) + 1, 0) FROM (SELECT log_index FROM log_entries ORDER BY sequence DESC LIMIT 65536)";
        return (ulong)(long)command.ExecuteScalar()!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using SqliteConnection pooled = new(_connectionString);
        SqliteConnection.ClearPool(pooled);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private SqliteConnection OpenReader()
    {
        SqliteConnection connection = new(_connectionString);
        connection.Open();
        return connection;
    }

    private static StoredReceipt ReadReceipt(SqliteDataReader reader, ulong? unwrittenIndex) => new()
    {
        Id = ReadId(reader),
        Model = reader.GetString(1),
        Kind = (ReceiptKind)reader.GetInt32(2),
        IssuedAt = reader.GetInt64(3),
        Envelope = new(Statement.PayloadType, reader.GetFieldValue<byte[]>(4), [new(reader.GetString(5), reader.GetString(6))]),
        ReceiptSalt = reader.GetFieldValue<byte[]>(7),
        InputLeaves = LeafFormat.Read(reader.GetFieldValue<byte[]>(8)),
        OutputLeaves = LeafFormat.Read(reader.GetFieldValue<byte[]>(9)),
        LogIndex = ReadLogIndex(reader, 10) ?? unwrittenIndex,
    };

    private static ReceiptSummary ReadSummary(SqliteDataReader reader, Dictionary<ReceiptId, ulong> unwrittenIndices)
    {
        ReceiptId id = ReadId(reader);
        ulong? index = ReadLogIndex(reader, 4) ?? (unwrittenIndices.TryGetValue(id, out ulong unwritten) ? unwritten : null);
        return new(id, reader.GetString(1), (ReceiptKind)reader.GetInt32(2), reader.GetInt64(3), index);
    }

    private static ReceiptId ReadId(SqliteDataReader reader) => new(new Digest(reader.GetFieldValue<byte[]>(0)));

    private static ulong? ReadLogIndex(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : (ulong)reader.GetInt64(column);
}
