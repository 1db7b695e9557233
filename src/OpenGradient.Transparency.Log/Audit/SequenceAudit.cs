using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>Holds the sequence file, where there is one, against the entries of the bundles.</summary>
internal sealed class SequenceAudit(string path) : IDisposable
{
    private readonly FileStorage? _storage = File.Exists(path) ? new FileStorage(path, FileAccess.Read) : null;

    /// <summary>The first entry from <paramref name="first"/> on whose record is damaged or another; null if there is none, or no sequence.</summary>
    public ulong? FirstDifference(ulong first, ImmutableArray<ReadOnlyMemory<byte>> entries)
    {
        if (_storage is null)
            return null;
        byte[] bytes = new byte[entries.Length * SequenceRecord.Bytes];
        _storage.Read(bytes, SequenceHeader.Bytes + ((long)first * SequenceRecord.Bytes));
        for (int i = 0; i < entries.Length; i++)
        {
            ulong index = first + (ulong)i;
            bool isRecord = SequenceRecord.TryRead(index, bytes.AsSpan(i * SequenceRecord.Bytes, SequenceRecord.Bytes), out SequenceRecord record);
            if (!isRecord || !entries[i].Span.SequenceEqual(record.Id.Value.AsSpan()))
                return index;
        }

        return null;
    }

    /// <summary>Whether the file begins as a sequence of this log does.</summary>
    public bool HasHeader(LogVerifierKey key)
    {
        byte[] header = new byte[SequenceHeader.Bytes];
        return _storage is null || (_storage.Read(header, 0) == header.Length && header.AsSpan().SequenceEqual(SequenceHeader.Format(key)));
    }

    public void Dispose() => _storage?.Dispose();
}
