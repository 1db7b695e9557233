using Microsoft.Data.Sqlite;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The schema of DATA/node.db and how it is opened.</summary>
internal static class ReceiptDatabase
{
    private const int SchemaVersion = 1;

    /// <summary>The provider nonce of a row of <c>receipts</c>: it is in the payload, and an index finds it there.</summary>
    public const string ProviderNonce = "iif(json_valid(CAST(payload AS TEXT)), json_extract(CAST(payload AS TEXT), '$.predicate.nonce.provider'), NULL)";

    /// <summary>The session id of a row of <c>receipts</c>; null if it belongs to none.</summary>
    public const string Session = "iif(json_valid(CAST(payload AS TEXT)), json_extract(CAST(payload AS TEXT), '$.predicate.session.id'), NULL)";

    // A receipt's log index has a table of its own: noting it in the receipt's row would write the row a second time.
    private const string Schema = $"""
        CREATE TABLE IF NOT EXISTS receipts (
            sequence INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            model TEXT NOT NULL,
            kind INTEGER NOT NULL,
            issued_at INTEGER NOT NULL,
            payload BLOB NOT NULL,
            key_id TEXT NOT NULL,
            signature TEXT NOT NULL,
            receipt_salt BLOB NOT NULL,
            input_leaves BLOB NOT NULL,
            output_leaves BLOB NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS log_entries (
            sequence INTEGER PRIMARY KEY REFERENCES receipts (sequence),
            log_index INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS receipts_by_nonce ON receipts ({ProviderNonce});
        CREATE INDEX IF NOT EXISTS receipts_by_session ON receipts ({Session}) WHERE {Session} IS NOT NULL;
        """;

    /// <summary>The connection string of the database at <paramref name="path"/>.</summary>
    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 30 }.ToString();

    /// <summary>The error for a file that SQLite cannot work with.</summary>
    public static InvalidInputException Unusable(string path, SqliteException error) => new(
        InvalidInputKind.Malformed,
        path,
        $"This is not the database of a node, or it is damaged ({error.Message.TrimEnd('.')}): bring back the file, or choose another data directory with --data.",
        error);

    /// <summary>Opens the connection that writes: write-ahead log, flushed to disk at every commit.</summary>
    public static SqliteConnection OpenWriter(string connectionString)
    {
        SqliteConnection connection = new(connectionString);
        connection.Open();
        RequireKnownVersion(connection);
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, "PRAGMA wal_autocheckpoint = 8000");
        Execute(connection, "PRAGMA cache_size = -16384");
        Execute(connection, Schema);
        Execute(connection, $"PRAGMA user_version = {SchemaVersion}");
        return connection;
    }

    /// <summary>A database of a later version may hold what this one would misread.</summary>
    /// <exception cref="InvalidInputException">It is of a later version.</exception>
    private static void RequireKnownVersion(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        if (command.ExecuteScalar() is not long version || version > SchemaVersion)
        {
            throw new InvalidInputException(
                InvalidInputKind.Conflict, connection.DataSource, "The database was written by a later version of this program: start that one, or choose another data directory.");
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
