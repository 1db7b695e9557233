using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using OpenGradient.Primitives;

namespace OpenGradient.Kernels;

/// <summary><see cref="PieceHashes"/> of as many pieces as there are lanes, group after group.</summary>
internal static class PieceLanes<TWords>
    where TWords : unmanaged, IHashWords<TWords>
{
    /// <summary>Hashes as many of the pieces from <paramref name="done"/> on as fill all lanes; returns how many are done then.</summary>
    public static int Hash(byte prefix, ReadOnlySpan<byte> data, int pieceBytes, Span<Digest> digests, int done) => Hash(prefix, data, pieceBytes, digests, done, groupCount: 1);

    /// <summary>The same with two vectors at a time, as far as those can be filled; of pieces of whole blocks only.</summary>
    public static int HashPairs(byte prefix, ReadOnlySpan<byte> data, int pieceBytes, Span<Digest> digests, int done) =>
        HasWholeBlocks(pieceBytes) ? Hash(prefix, data, pieceBytes, digests, done, groupCount: 2) : done;

    [SkipLocalsInit]
    private static int Hash(byte prefix, ReadOnlySpan<byte> data, int pieceBytes, Span<Digest> digests, int done, int groupCount)
    {
        Span<TWords> memory = stackalloc TWords[((8 + 16) * 2) + 1];
        ref TWords first = ref Aligned(ref MemoryMarshal.GetReference(memory));
        Span<TWords> state = MemoryMarshal.CreateSpan(ref first, 8 * groupCount);
        ref TWords words = ref Unsafe.Add(ref first, 8 * 2);
        int pieceCount = TWords.Count * groupCount;
        for (; done + pieceCount <= digests.Length; done += pieceCount)
        {
            for (int word = 0; word < state.Length; word++)
                state[word] = TWords.Create(Sha256Constants.Start[word % 8]);
            ReadOnlySpan<byte> pieces = data.Slice(done * pieceBytes, pieceCount * pieceBytes);
            if (HasWholeBlocks(pieceBytes))
                TakeBlocks(prefix, pieces, pieceBytes, state, ref words);
            else
                TakeBytes(prefix, pieces, pieceBytes, state, ref words);
            for (int group = 0; group < groupCount; group++)
                Unpack(MemoryMarshal.Cast<TWords, uint>(state.Slice(8 * group, 8)), digests.Slice(done + (group * TWords.Count), TWords.Count));
        }

        return done;
    }

    private static bool HasWholeBlocks(int pieceBytes) => pieceBytes > 0 && pieceBytes % Sha256Constants.BlockBytes == 0;

    /// <summary>Pieces of whole blocks are read where they are, the prefix is put before them in registers.</summary>
    private static void TakeBlocks(byte prefix, ReadOnlySpan<byte> pieces, int pieceBytes, Span<TWords> state, ref TWords words)
    {
        for (int start = 0; start <= pieceBytes; start += Sha256Constants.BlockBytes)
        {
            ReadBlock(prefix, pieces, pieceBytes, start, ref words);
            Prefetch(pieces, pieceBytes, start + Sha256Constants.BlockBytes);
            if (state.Length == 8)
            {
                Sha256Lanes<TWords>.Compress(state, ref words);
                continue;
            }

            ref TWords others = ref Unsafe.Add(ref words, 16);
            ReadBlock(prefix, pieces[(TWords.Count * pieceBytes)..], pieceBytes, start, ref others);
            Sha256Lanes<TWords>.CompressBoth(state, ref words, ref others);
        }
    }

    /// <summary>The block of each message that begins at byte <paramref name="start"/>: all are one byte behind those of the pieces, and one more ends the messages.</summary>
    private static void ReadBlock(byte prefix, ReadOnlySpan<byte> pieces, int pieceBytes, int start, ref TWords words)
    {
        // SAFETY: every block read lies within the pieces, as pieceBytes is a multiple of a block and the prefix one byte.
        ref byte from = ref MemoryMarshal.GetReference(pieces);
        if (start == 0)
        {
            BlockWords<TWords>.Read(ref from, pieceBytes, ref words);
            BlockWords<TWords>.Prepend(prefix, ref words);
        }
        else if (start < pieceBytes)
        {
            BlockWords<TWords>.Read(ref Unsafe.Add(ref from, start - 1), pieceBytes, ref words);
        }
        else
        {
            BlockWords<TWords>.Read(ref Unsafe.Add(ref from, pieceBytes - Sha256Constants.BlockBytes), pieceBytes, ref words);
            BlockWords<TWords>.Close((uint)(1 + pieceBytes) * 8, ref words);
        }
    }

    /// <summary>Asks for the last line of the next block of each piece: so many pieces side by side are more than a processor follows by itself, and the rounds of this block take longer than the line.</summary>
    private static unsafe void Prefetch(ReadOnlySpan<byte> pieces, int pieceBytes, int start)
    {
        if (!Sse.IsSupported || start >= pieceBytes)
            return;

        // SAFETY: a prefetch never faults, and an address that a collection has made stale costs a useless line.
        byte* line = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(pieces)) + start + Sha256Constants.BlockBytes - 2;
        for (nint offset = 0; offset < pieces.Length; offset += pieceBytes)
            Sse.Prefetch0(line + offset);
    }

    /// <summary>Pieces of any length are copied block by block.</summary>
    [SkipLocalsInit]
    private static void TakeBytes(byte prefix, ReadOnlySpan<byte> pieces, int pieceBytes, Span<TWords> state, ref TWords words)
    {
        Span<byte> blocks = stackalloc byte[TWords.Count * Sha256Constants.BlockBytes];
        int blockCount = PieceHashes.BlockCount(pieceBytes);
        for (int index = 0; index < blockCount; index++)
        {
            for (int lane = 0; lane < TWords.Count; lane++)
                PieceHashes.FillBlock(prefix, pieces.Slice(lane * pieceBytes, pieceBytes), index, blockCount, blocks.Slice(lane * Sha256Constants.BlockBytes, Sha256Constants.BlockBytes));
            BlockWords<TWords>.Read(ref MemoryMarshal.GetReference(blocks), Sha256Constants.BlockBytes, ref words);
            Sha256Lanes<TWords>.Compress(state, ref words);
        }
    }

    private static void Unpack(ReadOnlySpan<uint> state, Span<Digest> digests)
    {
        Span<byte> bytes = stackalloc byte[Digest.SizeBytes];
        for (int lane = 0; lane < TWords.Count; lane++)
        {
            for (int word = 0; word < 8; word++)
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(4 * word)..], state[(word * TWords.Count) + lane]);
            digests[lane] = new Digest(bytes);
        }
    }

    /// <summary>The first place that is a multiple of the size, so that no vector straddles two cache lines.</summary>
    private static unsafe ref TWords Aligned(ref TWords first)
    {
        // SAFETY: the caller's memory is on its stack and does not move; it has one element more than it uses, and sizes are powers of two.
        nint address = (nint)Unsafe.AsPointer(ref first);
        return ref Unsafe.AddByteOffset(ref first, -address & (Unsafe.SizeOf<TWords>() - 1));
    }
}
