using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Which Ethereum account signed a digest.</summary>
public static class EthereumAccount
{
    /// <summary>The length of an address, in bytes.</summary>
    public const int AddressBytes = 20;

    /// <summary>The length of a signature r ‖ s ‖ v, in bytes.</summary>
    public const int SignatureBytes = 65;

    /// <summary>Finds the address, as <c>ecrecover</c> does, for a signature with v = 27 or 28 and, beyond that, a low s (EIP-2). Total: any bytes, any length.</summary>
    public static bool TryRecover(Digest digest, ReadOnlySpan<byte> signature, out string address)
    {
        address = "";
        if (signature.Length != SignatureBytes || signature[64] is not (27 or 28) || !Secp256k1.IsLowS(signature[..64]))
            return false;
        if (!Secp256k1.TryRecover(digest, signature[..64], signature[64] - 27, out byte[] publicKey))
            return false;
        address = AddressOf(publicKey);
        return true;
    }

    /// <summary>The last 20 bytes of the key's Keccak-256, in lower-case digits.</summary>
    public static string AddressOf(ReadOnlySpan<byte> publicKey) => Hexadecimal.Encode(Keccak256.HashData(publicKey).AsSpan()[^AddressBytes..]);
}
