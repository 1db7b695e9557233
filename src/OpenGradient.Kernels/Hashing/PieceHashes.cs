using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OpenGradient.Primitives;

namespace OpenGradient.Kernels;

/// <summary>SHA-256( prefix ‖ piece i ) of many pieces of one length that lie one behind the other: tiles, nodes of a tree, short texts.</summary>
/// <remarks>
/// Many pieces are hashed in the lanes of a vector; few, by the processor's own instructions where it has them and they may be emitted. Else a short piece is hashed by
/// the plain form, which starts in a third of the time of the system's, and a long one by the system. All give the same bytes.
/// </remarks>
internal static class PieceHashes
{
    /// <summary>Hashes <paramref name="digests"/>.Length pieces of <paramref name="pieceBytes"/> bytes.</summary>
    public static void Hash(byte prefix, ReadOnlySpan<byte> data, int pieceBytes, Span<Digest> digests)
    {
        LaneWidth widest = LaneDispatch.Limit ?? LaneWidth.Bits512;
        int done = 0;
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported && widest >= LaneWidth.Bits512)
            done = PieceLanes<HashWords512>.Hash(prefix, data, pieceBytes, digests, PieceLanes<HashWords512>.HashPairs(prefix, data, pieceBytes, digests, done));
        // A processor that has the rounds as instructions is faster with two pieces at a time than with eight lanes, or four.
        bool isAlone = IsBySha(widest);
        if (!isAlone && Vector256.IsHardwareAccelerated && Avx2.IsSupported && widest >= LaneWidth.Bits256)
            done = PieceLanes<HashWords256>.Hash(prefix, data, pieceBytes, digests, done);
        if (!isAlone && Vector128.IsHardwareAccelerated && widest >= LaneWidth.Bits128)
            done = PieceLanes<HashWords128>.Hash(prefix, data, pieceBytes, digests, done);
        for (; isAlone && done + 2 <= digests.Length; done += 2)
            HashBoth(prefix, data.Slice(done * pieceBytes, 2 * pieceBytes), digests.Slice(done, 2));
        for (; done < digests.Length; done++)
            digests[done] = HashOne(prefix, data.Slice(done * pieceBytes, pieceBytes));
    }

    /// <summary>SHA-256( prefix ‖ piece ).</summary>
    [SkipLocalsInit]
    public static Digest HashOne(byte prefix, ReadOnlySpan<byte> piece)
    {
        bool isBySha = IsBySha(LaneDispatch.Limit ?? LaneWidth.Bits512);
        if (piece.Length >= SystemFromBytes && !isBySha)
            return HashBySystem(prefix, piece);
        Span<uint> state = stackalloc uint[8];
        Sha256Constants.Start.CopyTo(state);
        Span<byte> block = stackalloc byte[Sha256Constants.BlockBytes];
        int blockCount = BlockCount(piece.Length);
        int index = 0;
        FillBlock(prefix, piece, index++, blockCount, block);
        Compress(state, block, isBySha);
        int wholeCount = WholeBlockCount(piece.Length);
        if (wholeCount > 0)
            Compress(state, piece.Slice(Sha256Constants.BlockBytes - 1, wholeCount * Sha256Constants.BlockBytes), isBySha);
        for (index += wholeCount; index < blockCount; index++)
        {
            FillBlock(prefix, piece, index, blockCount, block);
            Compress(state, block, isBySha);
        }

        return ToDigest(state);
    }

    /// <summary>Two pieces by <see cref="EmittedSha256"/>, the same as <see cref="HashOne"/> of each.</summary>
    [SkipLocalsInit]
    private static void HashBoth(byte prefix, ReadOnlySpan<byte> pieces, Span<Digest> digests)
    {
        int pieceBytes = pieces.Length / 2;
        ReadOnlySpan<byte> first = pieces[..pieceBytes];
        ReadOnlySpan<byte> second = pieces[pieceBytes..];
        Span<uint> states = stackalloc uint[16];
        Sha256Constants.Start.CopyTo(states);
        Sha256Constants.Start.CopyTo(states[8..]);
        Span<byte> blocks = stackalloc byte[2 * Sha256Constants.BlockBytes];
        int blockCount = BlockCount(pieceBytes);
        int wholeCount = WholeBlockCount(pieceBytes);
        for (int index = 0; index < blockCount; index++)
        {
            if (index == 1 && wholeCount > 0)
            {
                int wholeBytes = wholeCount * Sha256Constants.BlockBytes;
                EmittedSha256.CompressBoth(states, first.Slice(Sha256Constants.BlockBytes - 1, wholeBytes), second.Slice(Sha256Constants.BlockBytes - 1, wholeBytes));
                index += wholeCount;
            }

            FillBlock(prefix, first, index, blockCount, blocks[..Sha256Constants.BlockBytes]);
            FillBlock(prefix, second, index, blockCount, blocks[Sha256Constants.BlockBytes..]);
            EmittedSha256.CompressBoth(states, blocks[..Sha256Constants.BlockBytes], blocks[Sha256Constants.BlockBytes..]);
        }

        digests[0] = ToDigest(states[..8]);
        digests[1] = ToDigest(states[8..]);
    }

    /// <summary>How many blocks after the first lie in the piece as they are, since the prefix is one byte.</summary>
    private static int WholeBlockCount(int pieceBytes) => Math.Max(0, (pieceBytes - (Sha256Constants.BlockBytes - 1)) / Sha256Constants.BlockBytes);

    /// <summary>Whether single pieces are hashed by <see cref="EmittedSha256"/>: not where a test asks for plain forms.</summary>
    private static bool IsBySha(LaneWidth widest) => widest >= LaneWidth.Bits256 && EmittedSha256.IsSupported;

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks, bool isBySha)
    {
        if (isBySha)
        {
            EmittedSha256.Compress(state, blocks);
            return;
        }

        for (int start = 0; start < blocks.Length; start += Sha256Constants.BlockBytes)
            Sha256Block.Compress(state, blocks.Slice(start, Sha256Constants.BlockBytes));
    }

    private static Digest HashBySystem(byte prefix, ReadOnlySpan<byte> piece)
    {
        byte[] message = ArrayPool<byte>.Shared.Rent(1 + piece.Length);
        message[0] = prefix;
        piece.CopyTo(message.AsSpan(1));
        Digest digest = Digest.Sha256(message.AsSpan(0, 1 + piece.Length));
        ArrayPool<byte>.Shared.Return(message);
        return digest;
    }

    private static Digest ToDigest(ReadOnlySpan<uint> words)
    {
        Span<byte> bytes = stackalloc byte[Digest.SizeBytes];
        for (int word = 0; word < 8; word++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(4 * word)..], words[word]);
        return new Digest(bytes);
    }

    /// <summary>The prefix, the piece, 0x80 and the length in bits: 10 bytes beside the piece (FIPS 180-4 §5.1.1).</summary>
    public static int BlockCount(int pieceBytes) => (pieceBytes + 10 + Sha256Constants.BlockBytes - 1) / Sha256Constants.BlockBytes;

    /// <summary>Block <paramref name="index"/> of the message, padding included.</summary>
    public static void FillBlock(byte prefix, ReadOnlySpan<byte> piece, int index, int blockCount, Span<byte> block)
    {
        int start = (index * Sha256Constants.BlockBytes) - 1; // of the block, in the piece
        if (start >= 0 && start + Sha256Constants.BlockBytes <= piece.Length)
        {
            piece.Slice(start, Sha256Constants.BlockBytes).CopyTo(block);
            return;
        }

        if (index == 0 && piece.Length >= Sha256Constants.BlockBytes)
        {
            block[0] = prefix;
            piece[..(Sha256Constants.BlockBytes - 1)].CopyTo(block[1..]);
            return;
        }

        block.Clear();
        int first = Math.Max(start, 0);
        int count = Math.Clamp(piece.Length - first, 0, start + Sha256Constants.BlockBytes - first);
        piece.Slice(Math.Min(first, piece.Length), count).CopyTo(block[(first - start)..]);
        if (index == 0)
            block[0] = prefix;
        int end = piece.Length - start; // where 0x80 stands, in the block
        if (end >= 0 && end < Sha256Constants.BlockBytes)
            block[end] = 0x80;
        if (index == blockCount - 1)
            BinaryPrimitives.WriteUInt64BigEndian(block[^8..], (ulong)(1 + piece.Length) * 8);
    }

    private const int SystemFromBytes = 192;
}
