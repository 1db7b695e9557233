using System.Buffers.Binary;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>One entry in the sequence file: 48 bytes that check themselves.</summary>
/// <remarks>
/// <code>
///  0        8                                40         48
///  | batch  | receipt id                     | check    |
/// batch = index of the first entry written in the same batch, little-endian
/// check = SHA-256("og-sequence-1" ‖ index ‖ batch ‖ id), first 8 bytes
/// </code>
/// The index is part of the check and not of the record: a record in the wrong place is not a record. The batch tells a torn
/// write from a damaged one: a batch is written only after the one before was flushed, so a bad record before a good record of
/// a later batch was once good. 48 zero bytes are space that was never written.
/// </remarks>
/// <param name="Batch">The index of the first entry of the batch.</param>
/// <param name="Id">The entry.</param>
internal readonly record struct SequenceRecord(ulong Batch, ReceiptId Id)
{
    public const int Bytes = 48;

    /// <summary>Writes the record of entry <paramref name="index"/>.</summary>
    public void Write(ulong index, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Batch);
        Id.Value.CopyTo(destination[sizeof(ulong)..]);
        Check(index, destination[..CheckOffset], destination[CheckOffset..Bytes]);
    }

    /// <summary>Reads the record of entry <paramref name="index"/>; false if these bytes are not it.</summary>
    public static bool TryRead(ulong index, ReadOnlySpan<byte> source, out SequenceRecord record)
    {
        Span<byte> check = stackalloc byte[Bytes - CheckOffset];
        Check(index, source[..CheckOffset], check);
        ulong batch = BinaryPrimitives.ReadUInt64LittleEndian(source);
        record = new SequenceRecord(batch, new ReceiptId(new Digest(source.Slice(sizeof(ulong), Digest.SizeBytes))));
        return batch <= index && check.SequenceEqual(source[CheckOffset..Bytes]);
    }

    /// <summary>Whether these bytes were never written.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> source) => !source[..Bytes].ContainsAnyExcept((byte)0);

    private static void Check(ulong index, ReadOnlySpan<byte> body, Span<byte> check)
    {
        Span<byte> message = stackalloc byte[Domain.Length + sizeof(ulong) + CheckOffset];
        Domain.CopyTo(message);
        BinaryPrimitives.WriteUInt64LittleEndian(message[Domain.Length..], index);
        body.CopyTo(message[(Domain.Length + sizeof(ulong))..]);
        Digest.Sha256(message).AsSpan()[..check.Length].CopyTo(check);
    }

    private static ReadOnlySpan<byte> Domain => "og-sequence-1"u8;

    private const int CheckOffset = sizeof(ulong) + Digest.SizeBytes;
}
