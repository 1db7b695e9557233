using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;

namespace OpenGradient.Kernels;

/// <summary><see cref="PieceHashes"/> of as many pieces as there are lanes, group after group.</summary>
internal static class PieceLanes<TWords>
    where TWords : unmanaged, IHashWords<TWords>
{
    /// <summary>Hashes as many of the pieces from <paramref name="done"/> on as fill all lanes; returns how many are done then.</summary>
    [SkipLocalsInit]
    public static int Hash(byte prefix, ReadOnlySpan<byte> data, int pieceBytes, Span<Digest> digests, int done)
    {
        Span<TWords> memory = stackalloc TWords[8 + 16 + 1];
        ref TWords first = ref Aligned(ref MemoryMarshal.GetReference(memory));
        Span<TWords> state = MemoryMarshal.CreateSpan(ref first, 8);
        ref TWords words = ref Unsafe.Add(ref first, 8);
        for (; done + TWords.Count <= digests.Length; done += TWords.Count)
        {
            for (int word = 0; word < 8; word++)
                state[word] = TWords.Create(Sha256Constants.Start[word]);
            ReadOnlySpan<byte> pieces = data.Slice(done * pieceBytes, TWords.Count * pieceBytes);
            if (pieceBytes > 0 && pieceBytes % Sha256Constants.BlockBytes == 0)
                TakeBlocks(prefix, pieces, pieceBytes, state, ref words);
            else
                TakeBytes(prefix, pieces, pieceBytes, state, ref words);
            Unpack(MemoryMarshal.Cast<TWords, uint>(state), digests.Slice(done, TWords.Count));
        }

        return done;
    }

    /// <summary>Pieces of whole blocks are read where they are, the prefix is put before them in registers.</summary>
    private static void TakeBlocks(byte prefix, ReadOnlySpan<byte> pieces, int pieceBytes, Span<TWords> state, ref TWords words)
    {
        // SAFETY: every block read lies within the pieces, as pieceBytes is a multiple of a block and the prefix one byte.
        ref byte from = ref MemoryMarshal.GetReference(pieces);
        BlockWords<TWords>.Read(ref from, pieceBytes, ref words);
        BlockWords<TWords>.Prepend(prefix, ref words);
        Sha256Lanes<TWords>.Compress(state, ref words);
        for (int start = Sha256Constants.BlockBytes; start < pieceBytes; start += Sha256Constants.BlockBytes)
        {
            BlockWords<TWords>.Read(ref Unsafe.Add(ref from, start - 1), pieceBytes, ref words);
            Sha256Lanes<TWords>.Compress(state, ref words);
        }

        BlockWords<TWords>.Read(ref Unsafe.Add(ref from, pieceBytes - Sha256Constants.BlockBytes), pieceBytes, ref words);
        BlockWords<TWords>.Close((uint)(1 + pieceBytes) * 8, ref words);
        Sha256Lanes<TWords>.Compress(state, ref words);
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
