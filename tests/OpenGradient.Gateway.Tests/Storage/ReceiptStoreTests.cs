using Microsoft.Data.Sqlite;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Storage;

public sealed class ReceiptStoreTests
{
    /// <summary>The database holds every prompt and answer, and the data directory may have been made by somebody who lets others in.</summary>
    [Fact]
    public async Task Open_InADirectoryThatOthersMayRead_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "node.db");

        await using ReceiptStore store = ReceiptStore.Open(path);

        foreach (string file in (string[])[path, path + "-wal"])
            Assert.True(File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), $"{file} {File.GetUnixFileMode(file)}");
    }

    /// <summary>The writer moves an index from memory to the database while others read: at no moment may it be in neither.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Find_WhileTheIndexIsBeingWritten_AlwaysHasIt()
    {
        using TemporaryDirectory directory = new();
        await using ReceiptStore store = ReceiptStore.Open(Path.Combine(directory.Path, "node.db"));
        for (ulong index = 0; index < 300; index++)
        {
            StoredReceipt receipt = Stored(index);
            await store.AddAsync(receipt);

            store.NoteIndex(receipt.Id, index);

            for (int read = 0; read < 20; read++)
            {
                Assert.Equal(index, store.Find(receipt.Id)!.LogIndex);
                Assert.Equal(index, store.List(1, before: null)[0].LogIndex);
            }
        }
    }

    [Fact]
    public async Task AddAsync_OneOfManyCannotBeStored_FailsAlone()
    {
        using TemporaryDirectory directory = new();
        await using ReceiptStore store = ReceiptStore.Open(Path.Combine(directory.Path, "node.db"));
        await store.AddAsync(Stored(0));

        // Number 0 is in the database: its second row breaks the transaction that many others share.
        Task[] adds = [.. Enumerable.Range(1, 400).Select(number => store.AddAsync(Stored((ulong)number % 200)))];
        await Assert.ThrowsAsync<SqliteException>(() => Task.WhenAll(adds));

        Assert.Equal(199, adds.Count(static add => add.IsCompletedSuccessfully));
        Assert.All(adds[..199], static add => Assert.True(add.IsCompletedSuccessfully));
        Assert.All(adds[199..], static add => Assert.IsType<SqliteException>(add.Exception!.InnerException));
        Assert.Equal(200, store.List(1_000, before: null).Count);
    }

    private static StoredReceipt Stored(ulong number) => new()
    {
        Id = new ReceiptId(Digest.Sha256(BitConverter.GetBytes(number))),
        Model = "m",
        Kind = ReceiptKind.Tensor,
        IssuedAt = 5,
        Envelope = new(Statement.PayloadType, new byte[] { 1, 2 }, [new DsseSignature("00", "AA==")]),
        ReceiptSalt = new byte[32],
        InputLeaves = [],
        OutputLeaves = [],
    };
}
