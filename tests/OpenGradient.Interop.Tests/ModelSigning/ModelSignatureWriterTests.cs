using System.Security.Cryptography;
using CsCheck;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests;

/// <summary>Signatures of models that are made here, read again.</summary>
public sealed class ModelSignatureWriterTests
{
    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    public void Write_ThenCheck_IsTheKeysSignature(string curve)
    {
        using ECDsa signer = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        byte[] bundle = Write(signer, out ForeignKey key);

        Assert.True(ModelSignature.TryParse(bundle, out ModelSignature? signature, out EvidenceFault? fault), fault?.ToString());

        Assert.Null(ModelSignatureVerifier.Check(signature, ModelTrust.OfKey(key)));
        Assert.Equal(["B", "a/b", "\uffff", "\U0001F600"], signature.Model.Resources.Select(static resource => resource.Path));
    }

    [Fact]
    public void TryParse_AnyChangedByte_GivesAVerdict()
    {
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] bundle = Write(signer, out ForeignKey key);

        Gen.Select(Gen.Int[0, bundle.Length - 1], Gen.Byte).SampleFixed((position, value) =>
        {
            byte[] changed = [.. bundle];
            changed[position] = value;
            if (ModelSignature.TryParse(changed, out ModelSignature? signature, out EvidenceFault? fault))
                _ = ModelSignatureVerifier.Check(signature, ModelTrust.OfKey(key));
            else
                Assert.NotEmpty(fault.Reason);
        }, iter: 1000);
    }

    private static byte[] Write(ECDsa signer, out ForeignKey key)
    {
        Assert.True(ForeignKey.TryParse(signer.ExportSubjectPublicKeyInfo(), out ForeignKey? read));
        key = read;
        // In the order of UTF-16 units the last two would change places.
        SignedModel model = ModelSignatureWriter.Describe("m", [("\U0001F600", Digest.Sha256([1])), ("\uffff", Digest.Sha256([2])), ("a/b", Digest.Sha256([3])), ("B", Digest.Sha256([]))], SignedModel.DefaultIgnoredPaths);
        return ModelSignatureWriter.Write(model, read, bytes => signer.SignData(bytes, read.Hash, DSASignatureFormat.Rfc3279DerSequence));
    }
}
