using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>The encoded bytes of a constant where they lie: in pieces, equally long, that follow each other once they are put together.</summary>
/// <remarks>A piece has its bytes in order, or it is a matrix that lies column by column and whose rows are meant: <see cref="Columns"/>.</remarks>
public sealed class ConstantBytes
{
    private const int ChunkRows = 16;

    /// <summary>Bytes that lie together and in order.</summary>
    public ConstantBytes(ReadOnlyMemory<byte> bytes)
        : this([bytes], columns: null)
    {
    }

    /// <summary>Pieces of one length, of which each is in order.</summary>
    public ConstantBytes(ImmutableArray<ReadOnlyMemory<byte>> pieces)
        : this(pieces, columns: null)
    {
    }

    /// <summary>The rows of a matrix that lies column by column.</summary>
    /// <param name="matrix">From the first element of the first column on.</param>
    /// <param name="columns">Where the others are.</param>
    public ConstantBytes(ReadOnlyMemory<byte> matrix, MatrixColumns columns)
        : this([matrix], columns)
    {
    }

    private ConstantBytes(ImmutableArray<ReadOnlyMemory<byte>> pieces, MatrixColumns? columns)
    {
        Pieces = pieces;
        Columns = columns;
        Length = columns is { } matrix ? matrix.LengthBytes : checked(pieces.Length * pieces[0].Length);
    }

    /// <summary>The pieces: at least one.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Pieces { get; }

    /// <summary>How the only piece lies if it lies column by column; null if pieces are in order.</summary>
    public MatrixColumns? Columns { get; }

    /// <summary>How many bytes the constant has.</summary>
    public int Length { get; }

    /// <summary>The bytes in order: where they lie if they lie so, else a copy.</summary>
    public ReadOnlyMemory<byte> Join()
    {
        if (Pieces.Length == 1 && Columns is null)
            return Pieces[0];
        byte[] joined = GC.AllocateUninitializedArray<byte>(Length);
        int end = 0;
        ForEach(bytes =>
        {
            bytes.CopyTo(joined.AsSpan(end));
            end += bytes.Length;
        });
        return joined;
    }

    /// <summary>The SHA-256 digest of the bytes in order, for which they are not put together.</summary>
    public Digest ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ForEach(hash.AppendData);
        return Digest.Finish(hash);
    }

    /// <summary>Some of the equal parts, such as rows, that the constant is made of: without a copy where no piece has to be cut.</summary>
    /// <param name="partCount">How many parts the constant has.</param>
    /// <param name="first">The first of those asked for.</param>
    /// <param name="count">How many are.</param>
    public ConstantBytes Parts(int partCount, int first, int count)
    {
        if (Columns is { } columns && columns.RowCount % partCount == 0)
        {
            int rows = columns.RowCount / partCount;
            return new ConstantBytes(Pieces[0][(first * rows * columns.ElementBytes)..], columns with { RowCount = count * rows });
        }

        (int start, int length) = (checked(Length / partCount * first), checked(Length / partCount * count));
        int pieceLength = Pieces[0].Length;
        return Pieces.Length > 1 && length > 0 && start % pieceLength == 0 && length % pieceLength == 0
            ? new ConstantBytes(Pieces.Slice(start / pieceLength, length / pieceLength))
            : new ConstantBytes(Join().Slice(start, length));
    }

    private delegate void Take(ReadOnlySpan<byte> bytes);

    /// <summary>Hands out all bytes in order, some at a time.</summary>
    private void ForEach(Take take)
    {
        if (Columns is { } columns)
        {
            ForEachRows(columns, take);
            return;
        }

        foreach (ReadOnlyMemory<byte> piece in Pieces)
            take(piece.Span);
    }

    private void ForEachRows(MatrixColumns columns, Take take)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(checked(ChunkRows * columns.RowBytes));
        for (int first = 0; first < columns.RowCount; first += ChunkRows)
        {
            int count = Math.Min(ChunkRows, columns.RowCount - first);
            columns.CopyRows(Pieces[0].Span[(first * columns.ElementBytes)..], count, chunk);
            take(chunk.AsSpan(0, count * columns.RowBytes));
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }
}
