using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>The file that holds, for each log, the largest tree that was cosigned.</summary>
/// <remarks>
/// <para><code>magic "OGWIT-1\n", 512 bytes | slot 0 | slot 1 | …      slot = two sectors of 512 bytes, one record in each</code></para>
/// <para>A log has a slot; its records alternate between the two sectors, each flushed before the next is written. So a torn write hits the
/// older record, the newer one holds, and nobody was told of what was torn. Two damaged records cannot come from a crash: then the witness
/// does not start, because it might sign a fork.</para>
/// <para><b>Not guaranteed.</b> Damage to the newer record that leaves the older one whole looks like a torn write.</para>
/// </remarks>
internal sealed class WitnessStateFile : IDisposable
{
    private readonly ISequenceStorage _storage;

    private WitnessStateFile(ISequenceStorage storage) => _storage = storage;

    /// <summary>How many slots are taken.</summary>
    public long SlotCount { get; private set; }

    /// <summary>Opens a state file and hands over what it remembers: the slot and the record of each log.</summary>
    /// <exception cref="LogStateException">This is no state file, or a record that was promised is damaged.</exception>
    public static WitnessStateFile Open(ISequenceStorage storage, Action<long, WitnessRecord> found)
    {
        WitnessStateFile file = new(storage);
        byte[] magic = new byte[Magic.Length];
        if (storage.Read(magic, 0) != magic.Length || !magic.AsSpan().SequenceEqual(Magic))
            throw Damaged("this is not the state of a witness; bring back the file.");
        long slots = (storage.Length - SectorBytes + SlotBytes - 1) / SlotBytes;
        for (long slot = 0; slot < slots; slot++)
        {
            if (file.Find(slot) is WitnessRecord record)
                found(slot, record);
        }

        file.SlotCount = Math.Max(0, slots);
        return file;
    }

    /// <summary>The bytes of a state that remembers nothing.</summary>
    public static byte[] FormatEmpty() => [.. Magic, .. new byte[SectorBytes - Magic.Length]];

    /// <summary>A slot for a log that has none.</summary>
    public long TakeSlot() => SlotCount++;

    /// <summary>Writes a record over the one before the last; it holds after <see cref="Flush"/>.</summary>
    public void Write(long slot, WitnessRecord record)
    {
        byte[] sector = new byte[SectorBytes];
        record.Format(slot).CopyTo(sector, 0);
        _storage.Write(sector, OffsetOf(slot, record.Generation));
    }

    /// <summary>Returns when everything written is on the disk.</summary>
    public void Flush() => _storage.Flush();

    public void Dispose() => _storage.Dispose();

    internal static LogStateException Damaged(string problem) => new(Name, problem);

    /// <summary>The record of a slot that holds; null if none was ever promised.</summary>
    private WitnessRecord? Find(long slot)
    {
        WitnessRecord? even = Read(slot, 0, out bool isEvenBlank);
        WitnessRecord? odd = Read(slot, 1, out bool isOddBlank);
        if (even is null && odd is null && !isEvenBlank && !isOddBlank)
            throw Damaged($"both records of log number {slot} are damaged, and one was promised; bring back the file.");
        return even is { } a && odd is { } b ? (a.Generation > b.Generation ? a : b) : even ?? odd;
    }

    private WitnessRecord? Read(long slot, ulong parity, out bool isBlank)
    {
        byte[] bytes = new byte[SectorBytes];
        int read = _storage.Read(bytes, OffsetOf(slot, parity));
        bytes.AsSpan(read).Clear();
        isBlank = !bytes.AsSpan().ContainsAnyExcept((byte)0);
        return !isBlank && WitnessRecord.TryRead(slot, bytes, out WitnessRecord record) && record.Generation % 2 == parity ? record : null;
    }

    private static long OffsetOf(long slot, ulong generation) => SectorBytes + (slot * SlotBytes) + ((long)(generation % 2) * SectorBytes);

    public const string Name = "state";
    private const int SectorBytes = 512;
    private const int SlotBytes = 2 * SectorBytes;

    private static ReadOnlySpan<byte> Magic => "OGWIT-1\n"u8;
}
