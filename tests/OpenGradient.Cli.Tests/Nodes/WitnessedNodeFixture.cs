using System.Text.Json;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>A node that asks three witnesses for every checkpoint, two of which are a quorum: four processes, as four operators would start them.</summary>
public sealed class WitnessedNodeFixture : IDisposable
{
    private const int WitnessCount = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("og-witnessed-").FullName;
    private readonly NodeProcess?[] _witnesses = new NodeProcess?[WitnessCount];
    private readonly string[] _addresses = new string[WitnessCount];
    private readonly string _logKey;
    private NodeProcess _node;

    public WitnessedNodeFixture()
    {
        _logKey = MakeNodeKeys();
        List<string> policy = [$"log {_logKey}"];
        for (int i = 0; i < WitnessCount; i++)
        {
            string key = Og.Run("witness", "key", "--data", PathOf($"w{i}"), "--name", $"w{i}.example").Expect(0).Split('\n')[0];
            StartWitness(i);
            policy.Add($"{key} {_addresses[i]}");
        }

        policy.Add("group two 2 w0.example w1.example w2.example\nquorum two\n");
        File.WriteAllText(Policy, string.Join('\n', policy));
        _node = StartNode();
    }

    /// <summary>The policy that the node asks under, and that others demand.</summary>
    public string Policy => PathOf("witnesses.policy");

    /// <summary>What the node said when it started.</summary>
    public IReadOnlyList<string> Greeting => _node.Greeting;

    /// <summary>The log's checkpoint, as <c>og log show</c> tells it.</summary>
    public string ShowLog(params string[] options) => Og.Run(["log", "show", "--node", _node.Address, .. options]).Expect(0);

    /// <summary>Starts a witness, again at the address that the policy gives for it.</summary>
    public void StartWitness(int number)
    {
        NodeProcess witness = NodeProcess.StartWitness(PathOf($"w{number}"), _logKey, _addresses[number] is { } address ? new Uri(address).Port : 0);
        _addresses[number] = witness.Address;
        _witnesses[number] = witness;
    }

    public void StopWitness(int number)
    {
        Assert.Equal(0, _witnesses[number]!.Stop());
        _witnesses[number]!.Dispose();
        _witnesses[number] = null;
    }

    /// <summary>Stops the node, copies its data or puts the copy back in their place, and starts it again.</summary>
    public void RestartNode(bool isRestored)
    {
        Assert.Equal(0, _node.Stop());
        _node.Dispose();
        (string from, string to) = isRestored ? (PathOf("backup"), PathOf("data")) : (PathOf("data"), PathOf("backup"));
        if (isRestored)
            Directory.Delete(to, recursive: true);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        _node = StartNode();
    }

    /// <summary>Runs a model; the id of the receipt.</summary>
    public string RunModel() =>
        StoryFixture.ReceiptIdIn(Og.Run("run", "price-risk", "--input", "models/price-risk/sample-input.json", "--node", _node.Address).Expect(0));

    /// <summary>Fetches a receipt's bundle as it is now, and verifies it under the witness policy.</summary>
    internal OgResult Verify(string receipt)
    {
        string bundle = PathOf("bundle.json");
        Og.Run("receipt", "get", receipt, "-o", bundle, "--node", _node.Address).Expect(0);
        return Og.Run("verify", bundle, "--witnesses", Policy);
    }

    /// <summary>Fetches and verifies until a quorum is there: a round that a busy machine missed is made up for by the next.</summary>
    internal string VerifyUntilAccepted(string receipt)
    {
        OgResult result = Verify(receipt);
        for (int attempt = 0; attempt < 100 && result.ExitCode != 0; attempt++)
        {
            Thread.Sleep(200);
            result = Verify(receipt);
        }

        return result.Expect(0);
    }

    public void Dispose()
    {
        _node.Stop();
        _node.Dispose();
        foreach (NodeProcess? witness in _witnesses)
            witness?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Witnesses must know the log before it asks them: the first start of a node makes its keys.</summary>
    private string MakeNodeKeys()
    {
        using NodeProcess node = NodeProcess.Start(PathOf("data"));
        using JsonDocument keys = JsonDocument.Parse(Og.Run("keys", "show", "--json", "--node", node.Address).Expect(0));
        Assert.Equal(0, node.Stop());
        return keys.RootElement.GetProperty("log").GetProperty("vkey").GetString()!;
    }

    private NodeProcess StartNode() => NodeProcess.Start(PathOf("data"), "--witnesses", Policy);

    private string PathOf(string name) => Path.Combine(_folder, name);
}
