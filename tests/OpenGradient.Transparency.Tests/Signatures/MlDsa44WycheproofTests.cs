using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Transparency.Tests.Signatures;

/// <summary>C2SP/wycheproof testvectors_v1/mldsa_44_verify_test.json (Apache-2.0).</summary>
[Trait("Category", "Vectors")]
public sealed class MlDsa44WycheproofTests
{
    [Fact]
    public void Verify_WycheproofVectors_AgreesOnAll180()
    {
        JsonElement file = JsonDocument.Parse(File.ReadAllText(ExternalVectors.Require("wycheproof/mldsa_44_verify_test.json"))).RootElement;
        (byte[] Key, JsonElement Test)[] tests = [.. file.GetProperty("testGroups").EnumerateArray().SelectMany(TestsOf)];

        List<int> wrong = [.. tests.Where(static test => Verify(test.Key, test.Test) != IsValid(test.Test)).Select(static test => test.Test.GetProperty("tcId").GetInt32())];

        Assert.Equal(180, tests.Length);
        Assert.Empty(wrong);
    }

    private static IEnumerable<(byte[] Key, JsonElement Test)> TestsOf(JsonElement group)
    {
        byte[] key = Bytes(group, "publicKey");
        return group.GetProperty("tests").EnumerateArray().Select(test => (key, test));
    }

    private static bool Verify(byte[] key, JsonElement test) =>
        MlDsa44.Verify(key, Bytes(test, "msg"), Bytes(test, "sig"), test.TryGetProperty("ctx", out _) ? Bytes(test, "ctx") : []);

    private static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    private static bool IsValid(JsonElement test) => test.GetProperty("result").GetString() == "valid";
}
