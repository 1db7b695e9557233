using System.Security.Cryptography;

namespace OpenGradient.Interop;

/// <summary>The names of hash algorithms in Sigstore's files.</summary>
internal static class HashNames
{
    /// <summary>In entries of Rekor's first version.</summary>
    public static HashAlgorithmName? OfRekor(string name) => name switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>In the protocol's enumeration.</summary>
    public static HashAlgorithmName? OfProtocol(string? name) => name switch
    {
        "SHA2_256" => HashAlgorithmName.SHA256,
        "SHA2_384" => HashAlgorithmName.SHA384,
        "SHA2_512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
