using OpenGradient.Cli.Tests.Verifying;
using OpenGradient.Gateway;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>A node whose operator puts receipts that are not so among its own, signed and ready to be logged; it runs as any other.</summary>
internal sealed class PlantedNode : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-liar-").FullName;

    /// <summary>Where it listens, while it runs.</summary>
    public string Address { get; private set; } = "";

    public string Data => PathOf("data");

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Runs the node while something is done with its address.</summary>
    public void Run(Action<PlantedNode> use, params string[] options)
    {
        using NodeProcess node = NodeProcess.Start(Data, options);
        Address = node.Address;
        use(this);
        node.Stop();
    }

    /// <summary>Asks the node for an answer, and keeps the bundle.</summary>
    public string Ask(string name, params string[] question)
    {
        string output = Og.Run(["run", .. question, "--node", Address]).Expect(0);
        Og.Run("receipt", "get", StoryFixture.ReceiptIdIn(output), "-o", PathOf(name), "--node", Address).Expect(0);
        return PathOf(name);
    }

    /// <summary>Stores what a lie says, as if the node had answered so; the node must not be running, and logs it at its next start.</summary>
    /// <returns>The file of the bundle.</returns>
    public async Task<string> PlantAsync(string name, byte[] lie, ReceiptSalts salts, ReceiptKind kind)
    {
        Assert.True(Bundle.TryParse(lie, out Bundle? bundle, out _));
        Assert.True(Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _));
        await using ReceiptStore store = ReceiptStore.Open(Path.Combine(Data, "node.db"));
        await store.AddAsync(new StoredReceipt
        {
            Id = receipt.Id,
            Model = receipt.Content.Model.Name,
            Kind = kind,
            IssuedAt = receipt.Content.IssuedAt,
            Envelope = bundle.Dsse,
            ReceiptSalt = salts.DangerousExport(),
            InputLeaves = LyingIssuer.LeavesOf(bundle, CommitmentSide.Input),
            OutputLeaves = LyingIssuer.LeavesOf(bundle, CommitmentSide.Output),
        });
        await File.WriteAllBytesAsync(PathOf(name), lie);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
