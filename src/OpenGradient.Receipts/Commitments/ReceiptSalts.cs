using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpenGradient.Receipts;

/// <summary>The salts of one receipt, all derived from one secret: who holds it can open every leaf.</summary>
/// <remarks>
/// <c>treeSalt = HMAC-SHA-256(receiptSalt, "input" or "output")</c>,
/// <c>salt_i = HMAC-SHA-256(treeSalt, "leaf" ‖ u32be(i))[..16]</c>. A verifier needs the salts of disclosed leaves only.
/// </remarks>
public sealed class ReceiptSalts
{
    /// <summary>The length of the secret, in bytes.</summary>
    public const int SecretBytes = 32;

    private readonly byte[] _secret;

    /// <summary>Takes a secret of 32 bytes that was drawn for this receipt.</summary>
    /// <exception cref="ArgumentException"><paramref name="secret"/> has another length.</exception>
    public ReceiptSalts(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SecretBytes)
            throw new ArgumentException($"A receipt salt is {SecretBytes} bytes, not {secret.Length}.", nameof(secret));
        _secret = secret.ToArray();
    }

    /// <summary>A fresh secret from the system's random generator.</summary>
    public static ReceiptSalts Generate() => new(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The secret, to be kept by whoever may disclose.</summary>
    public byte[] DangerousExport() => [.. _secret];

    /// <summary>The key from which the salts of one tree are derived.</summary>
    internal byte[] TreeSalt(CommitmentSide side)
    {
        ReadOnlySpan<byte> name = side switch
        {
            CommitmentSide.Input => "input"u8,
            CommitmentSide.Output => "output"u8,
        };
        return HMACSHA256.HashData(_secret, name);
    }

    /// <summary>The key from which the salts of what a stream shows are derived (receipt-1 §8.2).</summary>
    internal byte[] ShownSalt() => HMACSHA256.HashData(_secret, "shown"u8);

    /// <summary>The salt of leaf <paramref name="index"/>.</summary>
    internal static byte[] LeafSalt(ReadOnlySpan<byte> treeSalt, int index)
    {
        Span<byte> message = stackalloc byte[8];
        "leaf"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], (uint)index);
        return HMACSHA256.HashData(treeSalt, message)[..CommitmentLeaf.SaltBytes];
    }
}
