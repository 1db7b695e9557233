using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace OpenGradient.Transparency.Tests.Signatures;

/// <summary>The accumulated vector of C2SP/CCTV ML-DSA (CC0): keys and signatures from one stream of seeds, hashed into one value.</summary>
[Trait("Category", "Vectors")]
public sealed class MlDsa44CctvTests
{
    [Fact]
    public void Verify_100AccumulatedSignatures_AreThoseOfTheVectorAndAccepted()
    {
        ShakeDigest seeds = new(128);
        ShakeDigest accumulated = new(128);
        byte[] seed = new byte[32];
        for (int i = 0; i < 100; i++)
        {
            seeds.Output(seed, 0, seed.Length);
            MLDsaPrivateKeyParameters key = MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ml_dsa_44, seed);
            MLDsaSigner signer = new(MLDsaParameters.ml_dsa_44, deterministic: true);
            signer.Init(forSigning: true, key);
            byte[] signature = signer.GenerateSignature();
            byte[] publicKey = key.GetPublicKey().GetEncoded();

            Assert.True(MlDsa44.Verify(publicKey, [], signature));
            accumulated.BlockUpdate(publicKey, 0, publicKey.Length);
            accumulated.BlockUpdate(signature, 0, signature.Length);
        }

        byte[] result = new byte[32];
        accumulated.OutputFinal(result, 0, result.Length);
        Assert.Equal("d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4", Convert.ToHexStringLower(result));
    }

    [Theory]
    [InlineData(0, 2420)]
    [InlineData(1311, 2420)]
    [InlineData(1313, 2420)]
    [InlineData(1312, 0)]
    [InlineData(1312, 2419)]
    [InlineData(1312, 2421)]
    [InlineData(1312, 2420)]
    public void Verify_ZerosOfAnyLength_AreNoSignature(int keyBytes, int signatureBytes) =>
        Assert.False(MlDsa44.Verify(new byte[keyBytes], "message"u8, new byte[signatureBytes]));
}
