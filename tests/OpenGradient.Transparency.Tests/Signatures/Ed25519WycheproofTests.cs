using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Transparency.Tests.Signatures;

/// <summary>C2SP/wycheproof testvectors_v1/ed25519_test.json (Apache-2.0).</summary>
[Trait("Category", "Vectors")]
public sealed class Ed25519WycheproofTests
{
    [Fact]
    public void Verify_WycheproofVectors_AgreesOnAll151()
    {
        JsonElement file = JsonDocument.Parse(File.ReadAllText(ExternalVectors.Require("wycheproof/ed25519_test.json"))).RootElement;
        (string Key, JsonElement Test)[] tests = [.. file.GetProperty("testGroups").EnumerateArray().SelectMany(TestsOf)];

        List<int> wrong = [.. tests.Where(static test => Verify(test.Key, test.Test) != IsValid(test.Test)).Select(static test => test.Test.GetProperty("tcId").GetInt32())];

        Assert.Equal(151, tests.Length);
        Assert.Empty(wrong);
    }

    private static IEnumerable<(string Key, JsonElement Test)> TestsOf(JsonElement group)
    {
        string key = group.GetProperty("publicKey").GetProperty("pk").GetString()!;
        return group.GetProperty("tests").EnumerateArray().Select(test => (key, test));
    }

    private static bool Verify(string key, JsonElement test) => Ed25519.Verify(
        Convert.FromHexString(key), Convert.FromHexString(test.GetProperty("msg").GetString()!), Convert.FromHexString(test.GetProperty("sig").GetString()!));

    private static bool IsValid(JsonElement test) => test.GetProperty("result").GetString() == "valid";
}
