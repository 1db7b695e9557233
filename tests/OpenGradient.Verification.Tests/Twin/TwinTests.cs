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

        string[] reports = await AskTwin(bundles);

        Assert.Equal(bundles.Length, reports.Length);
        for (int index = 0; index < bundles.Length; index++)
        {
            string own = Text(VectorFile.WithoutReasons(Sample.Verify(bundles[index])));
            string twins = Text(JsonEdit.Parse(Encoding.UTF8.GetBytes(reports[index])));
            Assert.True(own == twins, $"bundle {index}\nC#: {own}\nJS: {twins}\n{Encoding.UTF8.GetString(bundles[index])}");
        }
    }

    private static async Task<string[]> AskTwin(byte[][] bundles)
    {
        using Process node = StartNode();
        Task<string> output = node.StandardOutput.ReadToEndAsync();
        foreach (byte[] bundle in bundles)
            await node.StandardInput.WriteLineAsync(Convert.ToBase64String(bundle));
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
