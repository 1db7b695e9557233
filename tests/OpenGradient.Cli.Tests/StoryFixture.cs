using System.Text.RegularExpressions;
using OpenGradient.Cli.Tests.Nodes;

namespace OpenGradient.Cli.Tests;

/// <summary>What a newcomer does first: start a node, run three models, fetch the receipts, stop the node.</summary>
public sealed partial class StoryFixture : IDisposable
{
    public StoryFixture()
    {
        Folder = Directory.CreateTempSubdirectory("og-story-").FullName;
        using NodeProcess node = NodeProcess.Start(Data);
        PriceRiskOutput = Og.Run("run", "price-risk", "--input", "models/price-risk/sample-input.json", "--node", node.Address).Expect(0);
        DigitsOutput = Og.Run("run", "digits", "--input", "models/digits/sample-input.json", "--node", node.Address).Expect(0);
        ChatOutput = Og.Run("run", "tinychat", "How many km are 5 miles?", "--node", node.Address).Expect(0);
        PriceRisk = Fetch(node, PriceRiskOutput, "price-risk.json");
        Digits = Fetch(node, DigitsOutput, "digits.json");
        Chat = Fetch(node, ChatOutput, "chat.json");
        ReceiptList = Og.Run("receipt", "list", "--node", node.Address).Expect(0);
        StopCode = node.Stop();
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    public string PriceRiskOutput { get; }

    public string DigitsOutput { get; }

    public string ChatOutput { get; }

    public string ReceiptList { get; }

    public int StopCode { get; }

    /// <summary>The bundle files.</summary>
    public string PriceRisk { get; }

    public string Digits { get; }

    public string Chat { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public static string ReceiptIdIn(string output) => ReceiptLine().Match(output) is { Success: true } match
        ? match.Groups[1].Value
        : throw new InvalidOperationException($"No receipt in:\n{output}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Fetch(NodeProcess node, string output, string fileName)
    {
        Og.Run("receipt", "get", ReceiptIdIn(output), "-o", PathOf(fileName), "--node", node.Address).Expect(0);
        return PathOf(fileName);
    }

    [GeneratedRegex("^receipt ([0-9a-f]{64})$", RegexOptions.Multiline)]
    private static partial Regex ReceiptLine();
}
