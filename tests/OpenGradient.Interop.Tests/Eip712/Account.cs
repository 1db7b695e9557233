using OpenGradient.Primitives;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace OpenGradient.Interop.Tests.Eip712;

/// <summary>An Ethereum account that everybody knows the key of, signing as a wallet does (RFC 6979).</summary>
internal sealed class Account
{
    private static readonly ECDomainParameters Domain = ECDomainParameters.FromX9ECParameters(Org.BouncyCastle.Asn1.Sec.SecNamedCurves.GetByName("secp256k1"));

    private readonly ECPrivateKeyParameters _key;

    public Account(Digest secret)
    {
        _key = new ECPrivateKeyParameters(new BigInteger(1, secret.AsSpan()), Domain);
        PublicKey = Domain.G.Multiply(_key.D).Normalize().GetEncoded(compressed: false)[1..];
        Address = EthereumAccount.AddressOf(PublicKey);
    }

    public byte[] PublicKey { get; }

    public string Address { get; }

    /// <summary>r ‖ s ‖ v with v = 27 or 28 and a low s.</summary>
    public byte[] Sign(Digest digest)
    {
        ECDsaSigner signer = new(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(forSigning: true, _key);
        BigInteger[] parts = signer.GenerateSignature(digest.ToArray());
        BigInteger s = parts[1].CompareTo(Domain.N.ShiftRight(1)) > 0 ? Domain.N.Subtract(parts[1]) : parts[1];
        byte[] signature = [.. Word(parts[0]), .. Word(s)];
        for (byte v = 27; v < 29; v++)
        {
            if (Secp256k1.TryRecover(digest, signature, v - 27, out byte[] publicKey) && publicKey.AsSpan().SequenceEqual(PublicKey))
                return [.. signature, v];
        }

        throw new InvalidOperationException("One of the two leads to the key.");
    }

    private static byte[] Word(BigInteger value)
    {
        byte[] bytes = value.ToByteArrayUnsigned();
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
