using System.Buffers.Binary;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Witness;

/// <summary>What a witness remembers of one log: 96 bytes that check themselves.</summary>
/// <remarks>
/// <code>
///  0            8        16      48             80        96
///  | generation | size   | root  | origin hash  | check   |        integers little-endian
/// check = SHA-256("og-witness-1" ‖ slot ‖ generation ‖ size ‖ root ‖ origin hash), first 16 bytes
/// </code>
/// </remarks>
/// <param name="Generation">Counts the records of this log from 1 on: of two, the later one holds.</param>
/// <param name="Size">The size of the largest tree that was cosigned.</param>
/// <param name="Root">Its root.</param>
/// <param name="OriginHash">SHA-256 of the log's name.</param>
internal readonly record struct WitnessRecord(ulong Generation, ulong Size, Digest Root, Digest OriginHash)
{
    public const int Bytes = 96;

    public byte[] Format(long slot)
    {
        byte[] bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Generation);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Size);
        Root.CopyTo(bytes.AsSpan(16));
        OriginHash.CopyTo(bytes.AsSpan(48));
        Check(slot, bytes).CopyTo(bytes, CheckOffset);
        return bytes;
    }

    public static bool TryRead(long slot, ReadOnlySpan<byte> bytes, out WitnessRecord record)
    {
        record = new WitnessRecord(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            new Digest(bytes.Slice(16, Digest.SizeBytes)),
            new Digest(bytes.Slice(48, Digest.SizeBytes)));
        return bytes.Slice(CheckOffset, CheckBytes).SequenceEqual(Check(slot, bytes));
    }

    private static byte[] Check(long slot, ReadOnlySpan<byte> bytes)
    {
        byte[] slotBytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(slotBytes, slot);
        return [.. Digest.Sha256([.. "og-witness-1"u8, .. slotBytes, .. bytes[..CheckOffset]]).AsSpan()[..CheckBytes]];
    }

    private const int CheckOffset = 80;
    private const int CheckBytes = 16;
}
