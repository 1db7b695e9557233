using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OpenGradient.Kernels;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>The same bits with every instruction set: this program runs itself again with parts of the hardware switched off.</summary>
public sealed class LanguageModelDigestTests(ITestOutputHelper output)
{
    /// <summary>Digests are committed beside the specification, so that every machine is held to the same bits.</summary>
    [Theory]
    [InlineData("interleaved")]
    [InlineData("halves")]
    [InlineData("rotation")]
    public void Digest_OnThisMachine_IsTheCommittedOne(string subject)
    {
        // First of all: is the hardware switched off as the parent asked?
        if (SelfRun.ExpectedWidth is { } width)
            Assert.Equal(width, LaneDispatch.Widest.ToString());
        using JsonDocument committed = JsonDocument.Parse(File.ReadAllText(Committed()));

        string digest = subject == "rotation" ? RotationDigest() : TraceRoot(subject);

        Assert.True(committed.RootElement.GetProperty(subject).GetString() == digest, digest);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("DOTNET_EnableAVX512", "Bits256")]
    [InlineData("DOTNET_EnableAVX2", "Bits128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Scalar")]
    public void Digest_WithPartsOfTheHardwareOff_IsTheCommittedOne(string setting, string expectedWidth) =>
        SelfRun.Require("*LanguageModelDigestTests.Digest_OnThisMachine_IsTheCommittedOne", testCount: 3, setting, expectedWidth, output);

    /// <summary>The specification's text read a second time, in another language, by a script beside it.</summary>
    [Fact]
    public void Digest_ByTheScriptBesideTheSpecification_IsTheCommittedOne()
    {
        string script = Repository.PathOf("spec/exec-1/language_model.py");
        using JsonDocument digests = JsonDocument.Parse(RunPython(script));
        using JsonDocument committed = JsonDocument.Parse(File.ReadAllText(Committed()));

        foreach (JsonProperty digest in digests.RootElement.EnumerateObject())
            Assert.Equal(committed.RootElement.GetProperty(digest.Name).GetString(), digest.Value.GetString());
    }

    [Fact]
    public void TraceRoot_OfTheSampleChat_IsTheCommittedOne()
    {
        using JsonDocument committed = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/digests.json")));
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("models/tinychat/golden.json")));
        int[] tokens = [.. golden.RootElement.GetProperty("cases")[0].GetProperty("prompt_ids").EnumerateArray().Select(static token => token.GetInt32())];

        string root = TinyChat.Load().Executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], CancellationToken.None).TraceRoot.ToString();

        Assert.True(committed.RootElement.GetProperty("tinychat").GetString() == root, root);
    }

    private static string RunPython(string script)
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", [script, "--fast"]) { RedirectStandardOutput = true })!;
            string printed = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            Assert.Equal(0, python.ExitCode);
            return printed;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }
    }

    private static string TraceRoot(string form)
    {
        int[] tokens = SyntheticModel.Tokens(24);
        return SyntheticModel.Load(form).Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], CancellationToken.None).TraceRoot.ToString();
    }

    private static string RotationDigest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int dimensions, float frequencyBase) in (ReadOnlySpan<(int, float)>)[(32, 10000f), (64, 500000f), (128, 1e6f)])
        {
            RotationTable table = new(dimensions, frequencyBase, default, RotaryScaling.None);
            for (int position = 0; position < 2048; position++)
                hash.AppendData(MemoryMarshal.AsBytes(table.At(position)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Committed() => Repository.PathOf("spec/exec-1/vectors/language-models.json");
}
