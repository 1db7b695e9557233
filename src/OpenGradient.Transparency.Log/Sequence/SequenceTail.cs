namespace OpenGradient.Transparency.Log;

/// <summary>Where the whole records of a sequence file end.</summary>
/// <param name="End">The index after the last whole record.</param>
/// <param name="IsTorn">Whether anything but blank space follows.</param>
internal readonly record struct SequenceTail(ulong End, bool IsTorn)
{
    /// <summary>Scans from <paramref name="first"/> on.</summary>
    /// <remarks>
    /// The scan goes to the end of the file, past the first bad record: if a good record of a later batch follows, the bad one
    /// had been flushed and promised, and cutting there would break a promise silently.
    /// <para><b>Not guaranteed.</b> Damage to the last batch itself looks like a torn write and is cut. At most one checkpoint
    /// interval of entries is in that state, and none after a clean stop.</para>
    /// </remarks>
    /// <exception cref="LogStateException">A promised record is damaged.</exception>
    public static SequenceTail Find(SequenceFile file, ulong first)
    {
        byte[] bytes = new byte[ChunkRecords * SequenceRecord.Bytes];
        ulong? end = null;
        bool isTorn = false;
        ulong index = first;
        while (true)
        {
            int count = file.ReadBytes(index, ChunkRecords, bytes);
            for (int i = 0; i < count; i++, index++)
            {
                ReadOnlySpan<byte> source = bytes.AsSpan(i * SequenceRecord.Bytes, SequenceRecord.Bytes);
                bool isBlank = SequenceRecord.IsBlank(source);
                bool isRecord = !isBlank && SequenceRecord.TryRead(index, source, out SequenceRecord record) && !IsLost(end, record, index);
                if (!isRecord)
                    end ??= index;
                isTorn |= end is not null && !isBlank;
            }

            if (count < ChunkRecords)
                return new SequenceTail(end ?? index, isTorn);
        }
    }

    /// <summary>Whether a good record proves that a bad one before it had been flushed.</summary>
    private static bool IsLost(ulong? end, SequenceRecord record, ulong index)
    {
        if (end is ulong bad && record.Batch > bad)
            throw SequenceFile.Contradiction(
                $"the record of entry {bad}, which was promised, is damaged (entry {index} was written later); bring back the whole file.");
        return false;
    }

    private const int ChunkRecords = 4096;
}
