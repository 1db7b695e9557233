using OpenGradient.Tests;

namespace OpenGradient.Primitives.Tests;

/// <summary>C2SP/wycheproof, ecdsa_secp256r1_sha256_p1363: 262 signatures, most of them made to fool a verifier.</summary>
public sealed class WycheproofTests
{
    /// <summary>
    /// Wycheproof calls both (r, s) and (r, n-s) valid. A receipt has one form only, so here a signature is accepted if and only if
    /// Wycheproof says valid and s is low; and with the low-S rule off, if and only if Wycheproof says valid.
    /// </summary>
    [Fact]
    [Trait("Category", "Vectors")]
    public void Verify_WycheproofSignature_IsAcceptedIfValidAndLowS()
    {
        byte[] file = File.ReadAllBytes(ExternalVectors.Require("wycheproof/ecdsa_secp256r1_sha256_p1363_test.json"));
        Assert.True(JsonReader.TryRead(file, out JsonValue? suite));
        int count = 0;
        int highS = 0;

        foreach (JsonValue group in Get(suite, "testGroups").Items)
        {
            Assert.True(P256PublicKey.TryParse(Hex(group, "publicKeyDer"), out P256PublicKey? key));
            foreach (JsonValue test in Get(group, "tests").Items)
            {
                bool isValid = Get(test, "result").Text == "valid";
                byte[] signature = Hex(test, "sig");
                bool isLowS = P256PublicKey.SignatureForm(signature) == P256SignatureForm.LowS;

                Assert.True((isValid && isLowS) == key.Verify(Hex(test, "msg"), signature), $"tcId {Get(test, "tcId").Text}");
                Assert.True((isValid && isLowS) == key.VerifyDigest(Digest.Sha256(Hex(test, "msg")), signature), $"tcId {Get(test, "tcId").Text}, over the digest");
                Assert.True(isValid == key.VerifyAnyS(Hex(test, "msg"), signature), $"tcId {Get(test, "tcId").Text}, any s");
                Assert.True(!isValid || P256PublicKey.SignatureForm(signature) != P256SignatureForm.Malformed);
                count++;
                highS += isValid && !isLowS ? 1 : 0;
            }
        }

        Assert.Equal(262, count);
        Assert.True(highS > 0, "The low-S rule is not exercised.");
    }

    private static JsonValue Get(JsonValue value, string name) => value.TryGet(name, out JsonValue? member) ? member : throw new KeyNotFoundException(name);

    private static byte[] Hex(JsonValue value, string name) => Convert.FromHexString(Get(value, name).Text);
}
