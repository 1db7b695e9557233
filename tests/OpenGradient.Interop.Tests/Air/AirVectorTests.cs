using System.Text.Json;
using CsCheck;
using OpenGradient.Interop.Tests.Cbor;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Air;

/// <summary>The golden vectors of AIR v1 (github.com/cyntrisec/EphemeralML, spec/v1/vectors): each with the layer and code that it expects.</summary>
public sealed class AirVectorTests
{
    /// <summary>A day after the receipts of the vectors were made.</summary>
    private const long Now = 1_740_586_400;

    /// <summary>Every file that is there: the ten of the frozen version, and those that the project added later.</summary>
    [Fact]
    [Trait("Category", "Vectors")]
    public void Verify_GoldenVectors_GiveTheirLayersAndCodes()
    {
        string[] files = Directory.GetFiles(ExternalVectors.Require("receipts/air-v1"), "v1-*.json", SearchOption.AllDirectories);
        foreach (string file in files)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement vector = document.RootElement;
            (int Layer, string Code) expected = vector.TryGetProperty("expected_failure", out JsonElement failure) ? (failure.GetProperty("layer").GetInt32(), failure.GetProperty("code").GetString()!) : (0, "OK");

            AirFinding finding = AirVerifier.Verify(Hex(vector, "receipt_hex"), KeyOf(vector), PolicyOf(vector), Now);

            Assert.Equal((Path.GetFileName(file), expected), (Path.GetFileName(file), ((int)finding.Layer, finding.Code.WireName())));
        }

        Assert.True(files.Length >= 10, $"{files.Length} vectors");
    }

    [Fact]
    [Trait("Category", "Vectors")]
    public void Verify_DamagedVector_NeverAccepts()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(ExternalVectors.Require("receipts/air-v1/valid/v1-nitro-no-nonce.json")));
        byte[] receipt = Hex(document.RootElement, "receipt_hex");
        byte[] key = KeyOf(document.RootElement);

        Gen.Select(Gen.Int[0, 4096], Gen.Byte, Gen.Int[0, 3]).SampleFixed(
            (place, value, how) =>
            {
                byte[] damaged = MadeUpItems.Damage(receipt, place, value, how);

                Assert.True(AirVerifier.Verify(damaged, key, new AirPolicy(), Now).Code != AirCode.Ok || damaged.AsSpan().SequenceEqual(receipt));
            },
            iter: 3000);
    }

    private static AirPolicy PolicyOf(JsonElement vector)
    {
        if (!vector.TryGetProperty("verify_policy", out JsonElement policy))
            return new AirPolicy();
        return new AirPolicy
        {
            Nonce = policy.TryGetProperty("expected_nonce_hex", out _) ? Hex(policy, "expected_nonce_hex") : default,
            ModelHash = policy.TryGetProperty("expected_model_hash_hex", out JsonElement hash) ? Digest.Parse(hash.GetString()) : null,
            Platform = policy.TryGetProperty("expected_platform", out JsonElement platform) ? platform.GetString() : null,
            MaximumAgeSeconds = policy.TryGetProperty("max_age_secs", out JsonElement age) ? age.GetInt64() : null,
        };
    }

    private static byte[] KeyOf(JsonElement vector) => Hex(vector, vector.TryGetProperty("wrong_public_key_hex", out _) ? "wrong_public_key_hex" : "public_key_hex");

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
