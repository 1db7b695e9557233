using System.ComponentModel;
using System.Diagnostics;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verifier.Tests;

/// <summary><c>og-verify</c> as a person runs it.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-verify-").FullName;

    [Theory]
    [InlineData("accept-chat", 0, "Accepted: the policy is met.")]
    [InlineData("disclosure-content", 2, "Not accepted: invalid evidence: input (disclosure-mismatch).")]
    [InlineData("unverifiable-no-log-proof", 3, "Not accepted: what the policy requires could not be checked: log (log-proof-missing).")]
    public void Main_PublishedBundle_PrintsWhatTheVerifierInJavaScriptPrints(string vector, int exitCode, string outcome)
    {
        string bundle = Write(vector);

        (int code, string output, _) = Run("dotnet", Path.Combine(AppContext.BaseDirectory, "og-verify.dll"), bundle);
        (int otherCode, string other, _) = Run("node", Repository.PathOf("clients/js/og-verify.mjs"), bundle);

        Assert.Equal(exitCode, code);
        Assert.EndsWith($"\n\n{outcome}\n", output, StringComparison.Ordinal);
        Assert.Equal((otherCode, other), (code, output));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Main_PurposeWithoutARule_IsNotAccepted()
    {
        string policy = Path.Combine(_folder, "policy.json");
        File.WriteAllText(policy, """{"rules":[{"for":"chat"},{"for":"transfer","upTo":"100"}]}""");
        string[] command = [Path.Combine(AppContext.BaseDirectory, "og-verify.dll"), Write("accept-chat"), "--policy", policy, "--for"];

        Assert.Equal(0, Run("dotnet", [.. command, "chat"]).ExitCode);
        Assert.Equal(3, Run("dotnet", [.. command, "transfer", "--amount", "250"]).ExitCode);
    }

    [Theory]
    [InlineData("og-verify: absent.json: there is no such file.", "absent.json")]
    [InlineData("usage: og-verify BUNDLE", "--unknown")]
    [InlineData("usage: og-verify BUNDLE")]
    public void Main_WrongCommand_IsOneSentenceAndNoVerdict(string sentence, params string[] args)
    {
        (int code, string output, string errors) = Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "og-verify.dll"), .. args]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.StartsWith(sentence, errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string vector)
    {
        string path = Path.Combine(_folder, "bundle.json");
        Assert.True(JsonReader.TryRead(File.ReadAllBytes(Repository.PathOf($"spec/receipt-1/vectors/{vector}.json")), out JsonValue? json));
        Assert.True(json.TryGetString("bundle", out string? bundle));
        File.WriteAllBytes(path, Convert.FromBase64String(bundle));
        return path;
    }

    private static (int ExitCode, string Output, string Errors) Run(string program, params string[] args)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }
    }
}
