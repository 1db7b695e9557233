using Microsoft.Data.Sqlite;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.Storage;

public sealed class ReceiptDatabaseTests
{
    [Fact]
    public async Task Open_DatabaseOfALaterVersion_IsRefusedAndLeftAlone()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "node.db");
        await using (ReceiptStore store = ReceiptStore.Open(path))
        {
        }

        SetVersion(path, 99);

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ReceiptStore.Open(path));

        Assert.Equal(InvalidInputKind.Conflict, error.Kind);
        Assert.Equal(99L, GetVersion(path));
    }

    [Fact]
    public async Task Start_FileThatIsNoDatabase_IsNamedAndLeftAlone()
    {
        using TemporaryDirectory data = new();
        string path = Path.Combine(data.Path, "node.db");
        File.WriteAllText(path, "rubbish, and a good deal of it");

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(
            () => Node.StartAsync(new NodeOptions { DataDirectory = data.Path }, progress: null, CancellationToken.None));

        Assert.Equal((InvalidInputKind.Malformed, path), (error.Kind, error.Subject));
        Assert.Equal("rubbish, and a good deal of it", File.ReadAllText(path));
    }

    private static void SetVersion(string path, int version) => Query(path, $"PRAGMA user_version = {version}");

    private static object? GetVersion(string path) => Query(path, "PRAGMA user_version");

    private static object? Query(string path, string sql)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
