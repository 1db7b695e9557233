using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>What docs/interop.md says of AIR can be typed in a clone, and ends as it says there.</summary>
public sealed partial class InteropDocumentTests
{
    private static readonly string Document = File.ReadAllText(Repository.PathOf("docs/interop.md"));

    [Fact]
    public void VerifyAir_WithTheFilesThatTheDocumentMakes_EndsAsItSays()
    {
        string folder = Directory.CreateTempSubdirectory("og-interop-").FullName;
        string script = $"{Shell().Match(Document).Groups[1].Value}cp receipt.cbor bundle.json nitro.bin root.pem '{folder}'\n";
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-e", "-c", script]) { WorkingDirectory = Repository.Root })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);

        foreach (Match told in Commands().Matches(Document))
        {
            ProcessStartInfo info = Og.StartInfo(told.Groups[1].Value.Split(' '));
            info.WorkingDirectory = folder;
            Assert.Equal(told.Groups[2].Value, Og.Run(info).Output);
        }

        Assert.Equal(2, Commands().Count(Document));
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("```sh\n(vector=.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();

    /// <summary>A command and what it prints.</summary>
    [GeneratedRegex(@"```\n\$ og (receipt verify-air [^\n]*)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();
}
