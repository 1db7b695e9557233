using System.Diagnostics;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>The JavaScript verifier, written from the same text, must give the same report for whatever bytes.</summary>
public sealed class TwinTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Verify_HostileBundles_GiveTheReportOfTheJavaScriptTwin()
    {
        byte[][] bundles = [.. HostileBundles.All()];
        int codeCount = bundles.SelectMany(static bundle => Sample.Verify(bundle).Codes()).Distinct().Count();
        Assert.True(bundles.Length > 5000 && codeCount > 25, $"{bundles.Length} bundles reach {codeCount} rows and codes.");

        string[] reports = await AskTwin(bundles.Select(Convert.ToBase64String));

        Assert.Equal(bundles.Length, reports.Length);
        for (int index = 0; index < bundles.Length; index++)
        {
            string own = Text(VectorFile.WithoutReasons(Sample.Verify(bundles[index])));
            string twins = Text(JsonEdit.Parse(Encoding.UTF8.GetBytes(reports[index])));
            Assert.True(own == twins, $"bundle {index}\nC#: {own}\nJS: {twins}\n{Encoding.UTF8.GetString(bundles[index])}");
        }
    }

    /// <summary>One case is one of the vectors' bundles under a policy, for a purpose; a policy that one verifier refuses the other refuses too.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Verify_RandomPolicies_GiveTheReportOfTheJavaScriptTwin()
    {
        const int Cases = 700;
        RandomPolicies policies = new(seed: 7);
        byte[][] bundles = [.. VectorCases.All().Select(static vector => vector.Bundle).Where(static bundle => bundle.Length < 20_000)];
        var cases = Enumerable.Range(0, Cases).Select(index => (Bundle: bundles[index * 31 % bundles.Length], Policy: policies.Next(), Asked: policies.NextPurpose())).ToArray();

        string[] reports = await AskTwin(cases.Select(static one => $"{Convert.ToBase64String(one.Bundle)} {Convert.ToBase64String(one.Policy)} {one.Asked.Purpose} {one.Asked.Amount}"));

        Assert.Equal(Cases, reports.Length);
        HashSet<string> outcomes = [];
        foreach ((int index, string report) in reports.Index())
        {
            (byte[] bundle, byte[] policy, (string? purpose, string? amount)) = cases[index];
            string own = ReportUnder(bundle, policy, purpose, amount);
            string twins = Text(JsonEdit.Parse(Encoding.UTF8.GetBytes(report)));
            Assert.True(own == twins, $"case {index}, for {purpose} of {amount}\nC#: {own}\nJS: {twins}\n{Encoding.UTF8.GetString(policy)}");
            outcomes.UnionWith(own == "null" ? [own] : JsonEdit.Get(JsonEdit.Parse(Encoding.UTF8.GetBytes(own)), "evidence").Items.Where(static row => JsonEdit.Get(row, "kind").Text == "policy").Select(static row => JsonEdit.Get(row, "code").Text));
        }

        Assert.True(outcomes.Count >= 10, string.Join(' ', outcomes)); // faults of the policy row, no fault, and a refused policy among them
        Assert.Contains("null", outcomes);
    }

    private static string ReportUnder(byte[] bundle, byte[] policyText, string? purpose, string? amount) => Policy.TryParse(policyText, out Policy? policy, out _)
        ? Text(VectorFile.WithoutReasons(BundleVerifier.Verify(bundle, policy, Sample.Now, purpose: Sample.ParsePurpose(purpose, amount))))
        : "null";

    private static async Task<string[]> AskTwin(IEnumerable<string> cases)
    {
        using Process node = StartNode();
        Task<string> output = node.StandardOutput.ReadToEndAsync();
        foreach (string one in cases)
            await node.StandardInput.WriteLineAsync(one);
        node.StandardInput.Close();
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Process StartNode()
    {
        string root = Path.GetFullPath(Path.Combine(VectorFile.Folder, "..", "..", ".."));
        ProcessStartInfo start = new("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(root, "tests", "OpenGradient.Verification.Tests", "Twin", "report.mjs"));
        start.ArgumentList.Add(Path.Combine(root, "clients", "js", "src", "index.js"));
        start.ArgumentList.Add($"{Sample.Now}");
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("node is not installed: the JavaScript twin was not asked");
            throw;
        }
    }

    private static string Text(JsonValue value) => Encoding.UTF8.GetString(CanonicalJson.Serialize(value));
}
