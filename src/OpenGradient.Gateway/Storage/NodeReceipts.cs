using Microsoft.Data.Sqlite;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads a node's receipts beside the running node.</summary>
public static class NodeReceipts
{
    /// <summary>The ids of all receipts that the node in this data directory has issued.</summary>
    /// <exception cref="InvalidInputException">There is no node's data.</exception>
    public static IReadOnlySet<ReceiptId> ReadIds(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, "node.db");
        if (!File.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, dataDirectory, "no node has kept its data here.");
        try
        {
            using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 30 }.ToString());
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT id FROM receipts";
            using SqliteDataReader reader = command.ExecuteReader();
            HashSet<ReceiptId> ids = [];
            while (reader.Read())
                ids.Add(new ReceiptId(new Digest((byte[])reader[0])));
            return ids;
        }
        catch (SqliteException error)
        {
            throw ReceiptDatabase.Unusable(path, error);
        }
    }
}
