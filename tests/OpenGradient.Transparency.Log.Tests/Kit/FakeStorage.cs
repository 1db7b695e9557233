namespace OpenGradient.Transparency.Log.Tests.Kit;

/// <summary>A disk in memory that keeps what was flushed, and of the rest what a crash happens to leave.</summary>
internal sealed class FakeStorage(byte[] content) : ISequenceStorage
{
    private readonly object _gate = new();
    private readonly SortedSet<int> _dirtySectors = [];
    private byte[] _current = [.. content];
    private byte[] _flushed = [.. content];

    /// <summary>The number of writes and flushes that succeed before all fail.</summary>
    public int OperationsLeft { get; set; } = int.MaxValue;

    public long Length => _current.Length;

    public int Read(Span<byte> destination, long offset)
    {
        lock (_gate)
        {
            int length = (int)Math.Clamp(_current.Length - offset, 0, destination.Length);
            _current.AsSpan((int)Math.Min(offset, _current.Length), length).CopyTo(destination);
            return length;
        }
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        lock (_gate)
        {
            Count();
            if (offset + source.Length > _current.Length)
                Array.Resize(ref _current, (int)offset + source.Length);
            source.CopyTo(_current.AsSpan((int)offset));
            for (int sector = (int)offset / SectorBytes; sector * SectorBytes < offset + source.Length; sector++)
                _dirtySectors.Add(sector);
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            Count();
            _flushed = [.. _current];
            _dirtySectors.Clear();
        }
    }

    /// <summary>The disk after a power failure: of the sectors that were not flushed those are new for which <paramref name="reached"/> says so.</summary>
    /// <param name="reached">Whether a sector reached the disk.</param>
    /// <param name="lastBytes">How many bytes of the last one that did: a disk need not write sectors in one piece.</param>
    public byte[] Crash(Func<int, bool> reached, int lastBytes = SectorBytes)
    {
        byte[] after = [.. _flushed, .. new byte[_current.Length - _flushed.Length]];
        int[] written = [.. _dirtySectors.Where(reached)];
        foreach (int sector in written)
        {
            int begin = sector * SectorBytes;
            int bytes = sector == written[^1] ? lastBytes : SectorBytes;
            _current.AsSpan(begin, Math.Min(bytes, _current.Length - begin)).CopyTo(after.AsSpan(begin));
        }

        return after;
    }

    public void Dispose()
    {
    }

    private void Count()
    {
        if (OperationsLeft-- <= 0)
            throw new IOException("No space left on device");
    }

    private const int SectorBytes = 512;
}
