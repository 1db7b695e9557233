using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Receipts;

public sealed class ReceiptRecoveryTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Restart_StoredAndNotLogged_IsLogged()
    {
        using TemporaryDirectory data = new();
        ReceiptId id = new(Digest.Sha256([1]));
        await using (NodeServices node = await OpenAsync(data.Path))
            await node.Receipts.AddAsync(Stored(id));

        await using NodeServices again = await OpenAsync(data.Path);

        Assert.Equal(0UL, again.Receipts.Find(id)!.LogIndex);
        Assert.Equal(1UL, again.Log.DurableCount);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Restart_LoggedAndNotNoted_IsFoundAndNotLoggedAgain()
    {
        using TemporaryDirectory data = new();
        ReceiptId[] ids = [.. Enumerable.Range(0, 600).Select(static number => new ReceiptId(Digest.Sha256(BitConverter.GetBytes(number))))];
        await using (NodeServices node = await OpenAsync(data.Path))
        {
            foreach (ReceiptId id in ids)
            {
                await node.Receipts.AddAsync(Stored(id));
                ulong index = await node.Log.AppendAsync(id, CancellationToken.None);
                if (index % 3 == 0)
                    node.Receipts.NoteIndex(id, index);
            }
        }

        await using NodeServices again = await OpenAsync(data.Path);

        Assert.Equal((ulong)ids.Length, again.Log.DurableCount);
        Assert.Equal(Enumerable.Range(0, ids.Length).Select(static index => (ulong?)index), ids.Select(id => again.Receipts.Find(id)!.LogIndex));
    }

    [Fact]
    public async Task Restart_LoggedAndNotStored_StaysWithoutReceipt()
    {
        using TemporaryDirectory data = new();
        ReceiptId lost = new(Digest.Sha256([3]));
        ReceiptId kept = new(Digest.Sha256([4]));
        await using (NodeServices node = await OpenAsync(data.Path))
        {
            await node.Log.AppendAsync(lost, CancellationToken.None);
            await node.Receipts.AddAsync(Stored(kept));
        }

        await using NodeServices again = await OpenAsync(data.Path);

        Assert.Null(again.Receipts.Find(lost));
        Assert.Equal(1UL, again.Receipts.Find(kept)!.LogIndex);
        Assert.Equal(2UL, again.Log.DurableCount);
    }

    [Fact]
    public async Task Find_Stored_GivesBackEveryField()
    {
        using TemporaryDirectory data = new();
        StoredReceipt stored = Stored(new ReceiptId(Digest.Sha256([2])));
        await using NodeServices node = await OpenAsync(data.Path);
        await node.Receipts.AddAsync(stored);

        StoredReceipt found = node.Receipts.Find(stored.Id)!;

        Assert.Equal(stored.Envelope.Payload.ToArray(), found.Envelope.Payload.ToArray());
        Assert.Equal(stored.Envelope.Signatures[0], found.Envelope.Signatures[0]);
        Assert.Equal(stored.ReceiptSalt, found.ReceiptSalt);
        Assert.Equal((stored.Model, stored.Kind, stored.IssuedAt), (found.Model, found.Kind, found.IssuedAt));
        Assert.Equal(stored.InputLeaves[0].Content.ToArray(), found.InputLeaves[0].Content.ToArray());
        Assert.Equal(("message", "grüße"), (found.OutputLeaves[0].Kind, found.OutputLeaves[0].Label));
    }

    private static Task<NodeServices> OpenAsync(string data) =>
        NodeServices.OpenAsync(new NodeOptions { DataDirectory = data }, CancellationToken.None);

    private static StoredReceipt Stored(ReceiptId id) => new()
    {
        Id = id,
        Model = "m",
        Kind = ReceiptKind.Chat,
        IssuedAt = 5,
        Envelope = new(Statement.PayloadType, new byte[] { 1, 2 }, [new DsseSignature("00", "AA==")]),
        ReceiptSalt = new byte[32],
        InputLeaves = [new CommitmentLeaf("tensor", "x", new byte[] { 3 })],
        OutputLeaves = [new CommitmentLeaf("message", "grüße", new byte[] { 4 })],
    };
}
