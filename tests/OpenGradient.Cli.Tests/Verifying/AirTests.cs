using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>Receipts of AIR v1, from its golden vectors, judged on the command line.</summary>
[Trait("Category", "Vectors")]
public sealed class AirTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("", 0, "valid: the key signed these claims")]
    [InlineData("--platform tdx-mrtd-rtmr --nonce deadbeefcafebabe", 0, "valid")]
    [InlineData("--platform nitro-pcr", 2, "invalid: PLATFORM_MISMATCH in layer 4, measurement_type")]
    [InlineData("--max-age 600", 2, "TIMESTAMP_STALE in layer 4")]
    public void VerifyAir_GoldenVector_IsJudged(string options, int exitCode, string sentence)
    {
        string key = Write("valid/v1-tdx-with-nonce");

        Assert.Contains(sentence, Og.Run(["receipt", "verify-air", _file, "--key", key, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Expect(exitCode), StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyAir_Json_NamesLayerAndCode()
    {
        string key = Write("invalid/v1-zero-model-hash");

        JsonElement finding = JsonDocument.Parse(Og.Run("receipt", "verify-air", _file, "--key", key, "--json").Expect(2)).RootElement;

        Assert.Equal(("ZERO_MODEL_HASH", 3, false), (finding.GetProperty("code").GetString(), finding.GetProperty("layer").GetInt32(), finding.GetProperty("valid").GetBoolean()));
    }

    [Theory]
    [InlineData("--nonce=00", "a nonce is 8 to 64 bytes")]
    [InlineData("--nonce=xy", "this is not hexadecimal")]
    [InlineData("--model-hash=00", "a digest is 64 lower-case hexadecimal digits")]
    public void VerifyAir_DemandThatIsNone_IsASentence(string option, string sentence)
    {
        OgResult result = Og.Run("receipt", "verify-air", _file, "--key", Write("valid/v1-tdx-with-nonce"), option);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }

    private string Write(string name)
    {
        JsonElement vector = JsonDocument.Parse(File.ReadAllBytes(ExternalVectors.Require($"receipts/air-v1/{name}.json"))).RootElement;
        File.WriteAllBytes(_file, Convert.FromHexString(vector.GetProperty("receipt_hex").GetString()!));
        return vector.GetProperty("public_key_hex").GetString()!;
    }
}
