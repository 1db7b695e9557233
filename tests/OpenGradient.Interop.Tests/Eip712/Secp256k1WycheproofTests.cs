using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Eip712;

/// <summary>C2SP/wycheproof, ecdsa_secp256k1_sha256_p1363: signatures, most of them made to fool a verifier.</summary>
public sealed class Secp256k1WycheproofTests
{
    /// <summary>(r, s) is a signature by a key if and only if one of its four recoveries is that key (SEC 1 §4.1.6).</summary>
    [Fact]
    [Trait("Category", "Vectors")]
    public void TryRecover_WycheproofSignature_LeadsToTheKeyIfValid()
    {
        byte[] file = File.ReadAllBytes(ExternalVectors.Require("wycheproof/ecdsa_secp256k1_sha256_p1363_test.json"));
        Assert.True(JsonReader.TryRead(file, out JsonValue? suite));
        int count = 0;
        int beyondOrder = 0;

        foreach (JsonValue group in Get(suite, "testGroups").Items)
        {
            byte[] key = Convert.FromHexString(Get(Get(group, "publicKey"), "uncompressed").Text)[1..];
            foreach (JsonValue test in Get(group, "tests").Items)
            {
                Digest digest = Digest.Sha256(Convert.FromHexString(Get(test, "msg").Text));
                byte[] signature = Convert.FromHexString(Get(test, "sig").Text);
                int[] ids = [.. Enumerable.Range(0, 4).Where(id => Secp256k1.TryRecover(digest, signature, id, out byte[] found) && found.AsSpan().SequenceEqual(key))];

                Assert.True(Get(test, "result").Text == "valid" == (ids.Length > 0), $"tcId {Get(test, "tcId").Text}");
                count++;
                beyondOrder += ids is [> 1, ..] ? 1 : 0;
            }
        }

        Assert.Equal(int.Parse(Get(suite, "numberOfTests").Text, null), count);
        Assert.True(count > 200, $"{count} signatures");
        Assert.True(beyondOrder > 0, "No signature whose point has an x beyond the order.");
    }

    private static JsonValue Get(JsonValue value, string name) => value.TryGet(name, out JsonValue? member) ? member : throw new KeyNotFoundException(name);
}
