using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>What seeds the random stream of one answer.</summary>
/// <remarks>
/// <code>SHA-256( "og-sample-1" ‖ u32be(length) ‖ clientNonce ‖ u32be(length) ‖ providerNonce ‖ u32be(length) ‖ seed in UTF-8 )</code>
/// Neither side alone chooses the stream: the client picks its nonce and seed, the provider draws its nonce before it runs.
/// </remarks>
public static class SamplingSeed
{
    /// <summary>The 32 bytes.</summary>
    public static Digest Derive(ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> providerNonce, string seed)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("og-sample-1"u8);
        Append(hash, clientNonce);
        Append(hash, providerNonce);
        Append(hash, Encoding.UTF8.GetBytes(seed));
        return Digest.Finish(hash);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
