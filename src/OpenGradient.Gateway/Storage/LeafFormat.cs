using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>How the leaves of a commitment are kept in the database.</summary>
/// <remarks>
/// <code>u32 count, then for each: u8 length, kind | u16 length, label | u32 length, content       (little-endian)</code>
/// </remarks>
internal static class LeafFormat
{
    public static byte[] Write(ImmutableArray<CommitmentLeaf> leaves)
    {
        int totalBytes = 4;
        foreach (CommitmentLeaf leaf in leaves)
            totalBytes += 7 + Encoding.ASCII.GetByteCount(leaf.Kind) + Encoding.UTF8.GetByteCount(leaf.Label) + leaf.Content.Length;
        byte[] bytes = new byte[totalBytes];
        Span<byte> rest = bytes;
        BinaryPrimitives.WriteInt32LittleEndian(rest, leaves.Length);
        rest = rest[4..];
        foreach (CommitmentLeaf leaf in leaves)
            WriteLeaf(leaf, ref rest);
        return bytes;
    }

    public static ImmutableArray<CommitmentLeaf> Read(ReadOnlySpan<byte> bytes)
    {
        var leaves = ImmutableArray.CreateBuilder<CommitmentLeaf>(BinaryPrimitives.ReadInt32LittleEndian(bytes));
        bytes = bytes[4..];
        for (int index = 0; index < leaves.Capacity; index++)
        {
            string kind = Encoding.ASCII.GetString(Take(ref bytes, TakeLength(ref bytes, 1)));
            string label = Encoding.UTF8.GetString(Take(ref bytes, TakeLength(ref bytes, 2)));
            byte[] content = Take(ref bytes, TakeLength(ref bytes, 4)).ToArray();
            leaves.Add(new CommitmentLeaf(kind, label, content));
        }

        return leaves.MoveToImmutable();
    }

    private static void WriteLeaf(CommitmentLeaf leaf, ref Span<byte> rest)
    {
        int kindBytes = Encoding.ASCII.GetBytes(leaf.Kind, rest[1..]);
        rest[0] = (byte)kindBytes;
        rest = rest[(1 + kindBytes)..];
        int labelBytes = Encoding.UTF8.GetBytes(leaf.Label, rest[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)labelBytes);
        rest = rest[(2 + labelBytes)..];
        ReadOnlySpan<byte> content = leaf.Content.Span;
        BinaryPrimitives.WriteInt32LittleEndian(rest, content.Length);
        content.CopyTo(rest[4..]);
        rest = rest[(4 + content.Length)..];
    }

    private static int TakeLength(ref ReadOnlySpan<byte> bytes, int sizeBytes)
    {
        ReadOnlySpan<byte> field = Take(ref bytes, sizeBytes);
        return sizeBytes switch
        {
            1 => field[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(field),
            _ => BinaryPrimitives.ReadInt32LittleEndian(field),
        };
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        ReadOnlySpan<byte> taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
