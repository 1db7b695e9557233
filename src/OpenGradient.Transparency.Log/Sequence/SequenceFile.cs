using System.Buffers;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>The entries of a log in order, in one file that grows at its end. What is in it and flushed is promised.</summary>
/// <remarks>
/// <code>header | record 0 | record 1 | … | blank space</code>
/// The blank space is zeros that were written and flushed ahead: a flush then has to write data only, not the file's length
/// and block list, and takes a twentieth of the time.
/// </remarks>
internal sealed class SequenceFile : IDisposable
{
    private readonly ISequenceStorage _storage;
    private long _capacityBytes;
    private byte[] _buffer = [];

    private SequenceFile(ISequenceStorage storage)
    {
        _storage = storage;
        _capacityBytes = storage.Length;
    }

    /// <summary>How many entries are in the file and flushed. Written by one thread, read by any.</summary>
    public ulong Count => Volatile.Read(ref _count);

    /// <summary>Opens a sequence and finds its end, looking only at what no checkpoint covers.</summary>
    /// <param name="storage">The bytes; the sequence disposes of them.</param>
    /// <param name="key">The key of the log that the sequence must belong to.</param>
    /// <param name="covered">How many entries the checkpoint covers: they must be there.</param>
    /// <exception cref="LogStateException">Another log's sequence, fewer entries than covered, or a promised entry that is damaged.</exception>
    public static SequenceFile Open(ISequenceStorage storage, LogVerifierKey key, ulong covered)
    {
        SequenceFile file = new(storage);
        Span<byte> header = stackalloc byte[SequenceHeader.Bytes];
        if (storage.Read(header, 0) != header.Length || !header.SequenceEqual(SequenceHeader.Format(key)))
            throw Contradiction($"it does not belong to the log {key}; a new key needs a directory of its own.");
        if ((ulong)Math.Max(0, (storage.Length - SequenceHeader.Bytes) / SequenceRecord.Bytes) < covered)
            throw Contradiction($"it ends before entry {covered}, where the signed checkpoint ends; bring back the whole file.");
        SequenceTail tail = SequenceTail.Find(file, covered);
        file._count = tail.End;
        if (tail.IsTorn)
            file.CutTail();
        return file;
    }

    /// <summary>Appends a batch and flushes it; returns the index of its first entry.</summary>
    /// <remarks>
    /// <b>Crash.</b> Before the flush: none, some or all records of the batch are on the disk, in any order; nobody was told.
    /// The next start keeps the whole records up to the first missing one and blanks the rest. After the flush: all are.
    /// </remarks>
    /// <exception cref="IOException">The disk is full or broken; what reached it is unknown until the file is opened again.</exception>
    public ulong Append(ReadOnlySpan<ReceiptId> batch)
    {
        ulong first = _count;
        int bytes = batch.Length * SequenceRecord.Bytes;
        if (_buffer.Length < bytes)
            _buffer = new byte[Math.Max(bytes, 2 * _buffer.Length)];
        for (int i = 0; i < batch.Length; i++)
            new SequenceRecord(first, batch[i]).Write(first + (ulong)i, _buffer.AsSpan(i * SequenceRecord.Bytes));
        long offset = OffsetOf(first);
        if (offset + bytes > _capacityBytes)
            Grow(offset + bytes);
        _storage.Write(_buffer.AsSpan(0, bytes), offset);
        _storage.Flush();
        Volatile.Write(ref _count, first + (ulong)batch.Length);
        return first;
    }

    /// <summary>Reads entries that were appended, checking each record.</summary>
    /// <exception cref="LogStateException">A record is damaged.</exception>
    public void Read(ulong first, Span<ReceiptId> destination)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(destination.Length * SequenceRecord.Bytes);
        ReadBytes(first, destination.Length, bytes);
        for (int i = 0; i < destination.Length; i++)
        {
            if (!SequenceRecord.TryRead(first + (ulong)i, bytes.AsSpan(i * SequenceRecord.Bytes, SequenceRecord.Bytes), out SequenceRecord record))
                throw Contradiction($"the record of entry {first + (ulong)i}, which was promised, is damaged; bring back the whole file.");
            destination[i] = record.Id;
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Reads the raw bytes of records; what lies beyond the end of the file reads as blank. Returns the records that the file has.</summary>
    internal int ReadBytes(ulong first, int count, Span<byte> destination)
    {
        Span<byte> wanted = destination[..(count * SequenceRecord.Bytes)];
        int read = _storage.Read(wanted, OffsetOf(first));
        wanted[read..].Clear();
        return (read + SequenceRecord.Bytes - 1) / SequenceRecord.Bytes;
    }

    public void Dispose() => _storage.Dispose();

    internal static LogStateException Contradiction(string message) => new(LogLayout.SequenceName, message);

    /// <summary>Blanks everything after the last whole record, so that no remains of a torn batch are ever taken for records.</summary>
    /// <remarks><b>Crash.</b> The tail may be blank in part: the next start finds the same end and does this again.</remarks>
    private void CutTail()
    {
        byte[] blank = new byte[GrowthBytes];
        for (long offset = OffsetOf(_count); offset < _capacityBytes; offset += blank.Length)
            _storage.Write(blank.AsSpan(0, (int)Math.Min(blank.Length, _capacityBytes - offset)), offset);
        _storage.Flush();
    }

    /// <summary>Writes blank space ahead. <b>Crash.</b> More or less blank space; it means nothing.</summary>
    private void Grow(long neededBytes)
    {
        byte[] blank = new byte[GrowthBytes];
        while (_capacityBytes < neededBytes)
        {
            _storage.Write(blank, _capacityBytes);
            _capacityBytes += blank.Length;
        }

        _storage.Flush();
    }

    private static long OffsetOf(ulong index) => SequenceHeader.Bytes + ((long)index * SequenceRecord.Bytes);

    /// <summary>1 MiB: room for 21,845 entries.</summary>
    private const int GrowthBytes = 1 << 20;

    private ulong _count;
}
