using System.Security.Cryptography;
using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests;

/// <summary>Wycheproof's ECDSA signatures in DER: the edge cases of curves, of DER, and of libraries.</summary>
public sealed class WycheproofEcdsaTests
{
    [Theory]
    [InlineData("wycheproof/ecdsa_secp384r1_sha384_test.json")]
    public void Verify_Wycheproof_GivesTheirResults(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(ExternalVectors.Require(file)));
        int count = 0;
        foreach (JsonElement group in json.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            Assert.True(ForeignKey.TryParse(Convert.FromHexString(group.GetProperty("publicKeyDer").GetString()!), out ForeignKey? key));
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                bool isValid = key.Verify(Bytes(test, "msg"), Bytes(test, "sig"), HashAlgorithmName.SHA384);

                Assert.True(isValid == (test.GetProperty("result").GetString() == "valid"), $"{test.GetProperty("tcId")}: {test.GetProperty("comment")}");
                count++;
            }
        }

        Assert.Equal(json.RootElement.GetProperty("numberOfTests").GetInt32(), count);
    }

    private static byte[] Bytes(JsonElement test, string member) => Convert.FromHexString(test.GetProperty(member).GetString()!);
}
